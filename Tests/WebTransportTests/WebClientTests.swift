import FlyingFox
import Foundation
import Testing

@testable import WebTransport

/// Goal: what is sent is what was asked for, and what went wrong is a value that callers can judge.
/// Method: curl against a small server on loopback.
@Suite(.timeLimit(.minutes(15)))
struct WebClientTests {
    let client = WebClient()

    @Test("hands over status, headers and body, also of an answer that refuses")
    func answers() async throws {
        try await withServer { _ in
            HTTPResponse(
                statusCode: .notFound, headers: HTTPHeaders([HTTPHeader("X-Left"): "7"]),
                body: Data("no".utf8))
        } _: { base in
            let answer = try await client.send(WebRequest("GET", WebAddress(base + "/a")))
            #expect(answer.status == 404)
            #expect(!answer.isSuccess)
            #expect(answer.text == "no")
            #expect(answer.header("x-left") == "7")
        }
    }

    @Test(
        "sends a body exactly as it is, whatever stands in it",
        arguments: [
            Array("{\"a\": \"b\\\\c\\n\t\"}\r\n@x".utf8), [0, 1, 255, 10], [], Array("ü€".utf8),
        ])
    func bodies(_ body: [UInt8]) async throws {
        try await withServer { request in
            HTTPResponse(
                statusCode: .ok,
                headers: HTTPHeaders([
                    HTTPHeader("Seen"):
                        "\(request.method.rawValue) \(request.headers[.contentType] ?? "none")"
                ]), body: try await request.bodyData)
        } _: { base in
            let request = WebRequest(
                "PATCH", WebAddress(base), headers: [WebHeader("Content-Type", "text/x")],
                body: body)
            let answer = try await client.send(request)
            #expect(answer.body == body)
            #expect(answer.header("seen") == "PATCH text/x")
        }
    }

    @Test("a credential reaches the server, and no argument, error or printed address")
    func credentials() async throws {
        try await withServer { request in
            HTTPResponse(statusCode: .ok, body: Data((request.headers[.authorization] ?? "").utf8))
        } _: { base in
            var request = WebRequest("GET", WebAddress(base))
            request.credential = .bearer("t\"1")
            let bearer = try await client.send(request).text
            #expect(bearer == "Bearer t\"1")
            request.credential = .basic(user: "admin", password: "pass:word")
            let expected = Data("admin:pass:word".utf8).base64EncodedString()
            let basic = try await client.send(request).text
            #expect(basic == "Basic \(expected)")
        }
        let address = WebAddress("https://me:secret@example.com/x?token=secret#secret")
        #expect(address.description == "https://example.com/x")
        #expect("\(WebFailure(.timedOut, address, "late"))" == "https://example.com/x: late")
    }

    @Test("follows redirects, and stops where it was told to")
    func redirects() async throws {
        try await withServer { request in
            request.path == "/from"
                ? HTTPResponse(statusCode: .found, headers: HTTPHeaders([.location: "/to"]))
                : HTTPResponse(statusCode: .ok, body: Data("there".utf8))
        } _: { base in
            var request = WebRequest("GET", WebAddress(base + "/from"))
            let answer = try await client.send(request)
            #expect(answer.text == "there")
            #expect(answer.address.text == base + "/to")
            request.followsRedirects = false
            let stopped = try await client.send(request)
            #expect(stopped.status == 302)
        }
    }

    @Test("a body goes to a file, byte for byte")
    func files() async throws {
        let body = Data((0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31) })
        let file = FileManager.default.temporaryDirectory.path + "/web-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: file) }
        try await withServer { _ in
            HTTPResponse(statusCode: .ok, body: body)
        } _: { base in
            let answer = try await client.send(WebRequest("GET", WebAddress(base)), into: file)
            #expect(answer.status == 200)
            #expect(answer.body.isEmpty)
        }
        #expect(try Data(contentsOf: URL(filePath: file)) == body)
    }

    @Test("nobody there, a bad address and too much are told apart")
    func failures() async throws {
        try await withServer { _ in
            HTTPResponse(statusCode: .ok, body: Data(repeating: 65, count: 5000))
        } _: { base in
            let large = WebRequest("GET", WebAddress(base), largestBody: 1000)
            #expect(await reason(large) == .tooLarge)
        }
        #expect(await reason(WebRequest("GET", "http://127.0.0.1:1/")) == .notConnected)
        #expect(await reason(WebRequest("GET", "http://nowhere.invalid/")) == .hostNotFound)
        #expect(await reason(WebRequest("GET", "file:///etc/hostname")) == .badAddress)
        let absent = WebClient(program: "no-such-curl")
        await #expect {
            try await absent.send(WebRequest("GET", "http://127.0.0.1:1/"))
        } throws: { ($0 as? WebFailure)?.reason == .programMissing }
    }

    private func reason(_ request: WebRequest) async -> WebFailure.Reason? {
        do {
            _ = try await client.send(request)
            return nil
        } catch { return (error as? WebFailure)?.reason }
    }

    @Test("many requests at once keep to the bound and all end")
    func many() async throws {
        let bounded = WebClient(mostAtOnce: 3)
        let meter = Meter()
        try await withServer { _ in
            await meter.enter()
            try await Task.sleep(for: .milliseconds(20))
            await meter.leave()
            return HTTPResponse(statusCode: .ok)
        } _: { base in
            try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<12 {
                    group.addTask {
                        try await bounded.send(WebRequest("GET", WebAddress(base))).status
                    }
                }
                for try await status in group { #expect(status == 200) }
            }
        }
        #expect(await meter.most <= 3)
        #expect(await meter.most >= 2)
    }
}

private actor Meter {
    private var inside = 0
    private(set) var most = 0

    func enter() {
        inside += 1
        most = max(most, inside)
    }

    func leave() { inside -= 1 }
}
