import FleetSync
import FlyingFox
import FlyingSocks
import Foundation

/// A ``TestForge`` on a free loopback port, speaking as GitHub, GitLab or Gitea.
package struct ForgeServer: Sendable {
    package enum Dialect: String, Sendable, CaseIterable { case github, gitlab, gitea }

    let forge: TestForge
    let dialect: Dialect

    package init(_ forge: TestForge, _ dialect: Dialect) {
        self.forge = forge
        self.dialect = dialect
    }

    /// Serves for as long as the body runs; it is given the interface's address.
    package func serve<Answer: Sendable>(
        _ body: (String) async throws -> Answer
    ) async throws -> Answer {
        let server = HTTPServer(
            address: try .inet(ip4: "127.0.0.1", port: 0), timeout: 60, logger: .disabled,
            handler: ClosureHTTPHandler { try await answer($0) })
        let task = Task { try await server.run() }
        defer { task.cancel() }
        try await server.waitUntilListening()
        guard case .ip4(_, let port) = await server.listeningAddress else {
            throw TestForgeProblem("the server has no port")
        }
        return try await body("http://127.0.0.1:\(port)")
    }

    private func answer(_ request: HTTPRequest) async throws -> HTTPResponse {
        let path = request.target.path(percentEncoded: true)
        if path.hasPrefix("/-/") { return try await people(try await call(request, path)).response }
        if path.hasPrefix("/app/") { return try await signIn(request, path).response }
        guard isLetIn(request) else { return Reply(401, ["message": "Bad credentials"]).response }
        let reply = try await reply(to: request, path)
        await forge.finish(path)
        return reply.response
    }

    private func reply(to request: HTTPRequest, _ path: String) async throws -> Reply {
        let fault = await forge.admit(request.method.rawValue, path)
        switch fault {
        case .refuse(let status): return Reply(status, ["message": "a fault"])
        case .limit(let seconds):
            return Reply(429, ["message": "slow down"], ["retry-after": "\(seconds)"])
        case .loseAnswer, nil: break
        }
        let call = try await call(request, path)
        let reply: Reply
        switch dialect {
        case .github: reply = try await GitHubDialect(forge: forge).answer(call)
        case .gitlab: reply = try await GitLabDialect(forge: forge).answer(call)
        case .gitea: reply = try await GiteaDialect(forge: forge).answer(call)
        }
        if case .loseAnswer = fault { return Reply(502, ["message": "lost"]) }
        return reply
    }

    private func call(_ request: HTTPRequest, _ path: String) async throws -> Call {
        Call(
            method: request.method.rawValue,
            path: path.split(separator: "/").map { String($0).removingPercentEncoding ?? "" },
            query: Dictionary(request.query.map { ($0.name, $0.value) }) { _, last in last },
            body: JSON(Array(try await request.bodyData)))
    }

    private func isLetIn(_ request: HTTPRequest) -> Bool {
        switch dialect {
        case .github: request.headers[.authorization] == "Bearer \(forge.token)"
        case .gitlab: request.headers[HTTPHeader("PRIVATE-TOKEN")] == forge.token
        case .gitea: request.headers[.authorization] == "token \(forge.token)"
        }
    }
}

/// A call as a dialect sees it.
struct Call: Sendable {
    let method: String
    /// The pieces of the path, each decoded.
    let path: [String]
    let query: [String: String]
    let body: JSON

    func string(_ key: String) -> String { body[key]?.string ?? "" }
}

/// An answer before it is bytes.
struct Reply: Sendable {
    var status: Int
    var body: JSON
    var headers: [String: String]

    init(_ status: Int, _ body: JSON, _ headers: [String: String] = [:]) {
        self.status = status
        self.body = body
        self.headers = headers
    }

    static let notFound = Reply(404, ["message": "Not Found"])

    var response: HTTPResponse {
        var all = HTTPHeaders([HTTPHeader("Content-Type"): "application/json"])
        for (name, value) in headers { all[HTTPHeader(name)] = value }
        return HTTPResponse(
            statusCode: HTTPStatusCode(status, phrase: "Status"), headers: all,
            body: Data(body.text.utf8))
    }
}
