import Glibc
import Synchronization

private let ports = 20_000..<32_000

/// Where to look next; begins anywhere, so that processes beside each other rarely meet.
private let nextPort = Atomic(Int.random(in: ports))

/// A TCP port on 127.0.0.1 that nobody listens on.
///
/// Taken from below the range that the system gives to outgoing connections, so that a server
/// finds its port free again after a restart. No port is given out twice by one process before all
/// others were: a server listens only seconds after its port was chosen.
func freeLoopbackPort() -> Int {
    for _ in ports {
        let port = ports.lowerBound + advance() % ports.count
        if isFree(port) { return port }
    }
    return ports.lowerBound  // The server will say that it is taken.
}

private func advance() -> Int { nextPort.wrappingAdd(1, ordering: .relaxed).oldValue }

/// Whether somebody answers on the port.
func isListening(_ port: Int) -> Bool {
    closing(withLoopbackAddress(port) { connect($0, $1, $2) == 0 })
}

private func isFree(_ port: Int) -> Bool {
    closing(withLoopbackAddress(port) { bind($0, $1, $2) == 0 })
}

private func closing(_ descriptor: Int32?) -> Bool {
    descriptor.map { close($0) } != nil
}

/// A new TCP socket with which something worked; nil, and no socket, when it did not.
func withLoopbackAddress(
    _ port: Int, _ body: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Bool
) -> Int32? {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return nil }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    let length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let worked = withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body(descriptor, $0, length) }
    }
    if worked { return descriptor }
    close(descriptor)
    return nil
}
