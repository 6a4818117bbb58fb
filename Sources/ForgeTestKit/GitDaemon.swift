import Foundation
import Subprocess

#if canImport(Glibc)
    import Glibc
#endif

/// Git's own server, `git daemon`, on a free loopback port.
package enum GitDaemon {
    /// Serves a folder of bare repositories, pushes included, while the body runs.
    package static func serve<Answer: Sendable>(
        _ folder: String, _ body: @Sendable (String) async throws -> Answer
    ) async throws -> Answer {
        let port = try freePort()
        let result = try await Subprocess.run(
            .name("git"),
            arguments: [
                "daemon", "--reuseaddr", "--export-all", "--enable=receive-pack",
                "--listen=127.0.0.1", "--port=\(port)", "--base-path=\(folder)", folder,
            ], input: .none, output: .discarded, error: .discarded
        ) { execution in
            try await waitUntilListening(port)
            let answer: Result<Answer, any Error>
            do {
                answer = .success(try await body("git://127.0.0.1:\(port)"))
            } catch {
                answer = .failure(error)
            }
            try? execution.send(signal: .terminate)
            return answer
        }
        return try result.closureResult.get()
    }

    private static func waitUntilListening(_ port: UInt16) async throws {
        for _ in 0..<200 {
            if connects(port) { return }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw TestForgeProblem("git daemon does not listen")
    }

    private static func address(_ port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }

    private static func connects(_ port: UInt16) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = address(port)
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }

    /// A port that was free a moment ago.
    private static func freePort() throws -> UInt16 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = address(0)
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, size) == 0 ? getsockname(descriptor, $0, &size) : -1
            }
        }
        guard status == 0 else { throw TestForgeProblem("no port is free") }
        return UInt16(bigEndian: address.sin_port)
    }
}
