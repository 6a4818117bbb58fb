import Diagnostics
import Glibc

/// A TCP socket on 127.0.0.1 whose descriptor closes with the last reference to it.
final class LoopbackSocket: Sendable {
    private let descriptor: Int32
    /// Of a listener.
    let port: Int

    private init(descriptor: Int32, port: Int = 0) {
        self.descriptor = descriptor
        self.port = port
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }

    deinit { close(descriptor) }

    static func listening() throws(Diagnostic) -> LoopbackSocket {
        let port = freeLoopbackPort()
        let descriptor = withLoopbackAddress(port) { descriptor, address, length in
            bind(descriptor, address, length) == 0 && listen(descriptor, 128) == 0
        }
        if let descriptor { return LoopbackSocket(descriptor: descriptor, port: port) }
        throw Diagnostic(
            .error, .couldNotStart, "could not listen on port \(port)",
            detail: String(cString: strerror(errno)) + ".")
    }

    static func connected(to port: Int) -> LoopbackSocket? {
        withLoopbackAddress(port) { connect($0, $1, $2) == 0 }
            .map { LoopbackSocket(descriptor: $0) }
    }

    /// The next connection; nil when the listener has ended.
    func accept() -> LoopbackSocket? {
        while true {
            let accepted = Glibc.accept(descriptor, nil, nil)
            if accepted >= 0 {
                var yes: Int32 = 1
                setsockopt(
                    accepted, Int32(IPPROTO_TCP), TCP_NODELAY, &yes,
                    socklen_t(MemoryLayout.size(ofValue: yes)))
                return LoopbackSocket(descriptor: accepted)
            }
            guard errno == EINTR || errno == ECONNABORTED else { return nil }
        }
    }

    /// Wakes whoever waits in ``accept()`` or ``read()``.
    func end() { _ = shutdown(descriptor, Int32(SHUT_RDWR)) }

    /// Some bytes; nil when the other side has ended.
    func read() -> [UInt8]? {
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            return count > 0 ? Array(chunk[..<count]) : nil
        }
    }

    func write(_ bytes: ArraySlice<UInt8>) -> Bool {
        var rest = bytes
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}
