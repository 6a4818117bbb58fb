import FlyingFox
import FlyingSocks
import Foundation

/// A server on a free loopback port for the time of one test.
func withServer<Result>(
    _ answer: @escaping @Sendable (HTTPRequest) async throws -> HTTPResponse,
    _ body: (String) async throws -> Result
) async throws -> Result {
    let server = HTTPServer(
        address: try .inet(ip4: "127.0.0.1", port: 0), handler: ClosureHTTPHandler(answer))
    let task = Task { try await server.run() }
    defer { task.cancel() }
    try await server.waitUntilListening()
    guard case .ip4(_, let port) = await server.listeningAddress else {
        throw CocoaError(.featureUnsupported)
    }
    return try await body("http://127.0.0.1:\(port)")
}
