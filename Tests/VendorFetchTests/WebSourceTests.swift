import Diagnostics
import FlyingFox
import Foundation
import Testing
import VendorCore

@testable import VendorFetch

/// Goal: what comes over HTTP is checked, unpacked and locked as the reference does it.
/// Method: a small server on loopback that hands out what a test gives it.
@Suite(.timeLimit(.minutes(15)))
struct WebSourceTests {
    /// A gzipped tar with `top/tool` (executable) and `top/a`.
    private func archive(_ bench: Workbench, link: String? = nil) async throws -> [UInt8] {
        try bench.write("a\n", to: "pack/top/a")
        try bench.write("#!/bin/sh\n", to: "pack/top/tool", permissions: 0o755)
        if let link { try Disk.makeLink("\(bench.folder)/pack/top/link", to: link) }
        try await bench.run("tar", "czf", "pack.tgz", "-C", "pack", "top")
        return try Disk.read("\(bench.folder)/pack.tgz")
    }

    private static func serve(_ files: [String: [UInt8]]) -> @Sendable (HTTPRequest) -> HTTPResponse
    {
        { request in
            files[request.path].map { HTTPResponse(statusCode: .ok, body: Data($0)) }
                ?? HTTPResponse(statusCode: .notFound)
        }
    }

    @Test("archives keep their executable bits, and lose them under the reference's name")
    func executables() async throws {
        try await Workbench.with { bench in
            let bytes = try await archive(bench)
            try await bench.withServer(Self.serve(["/p.tgz": bytes])) { base in
                let contents = "- path: h\n  http: {url: \(base)/p.tgz}\n"
                _ = try await bench.sync(contents)
                let tool = "\(bench.vendor)/h/top/tool"
                #expect(Disk.status(tool).map { $0.permissions & 0o111 != 0 } == true)
                _ = try await bench.sync(contents, isCompatible: true)
                #expect(Disk.status(tool).map { $0.permissions & 0o111 } == 0)
            }
        }
    }

    @Test("a link within an archive is a link, and one that leads out is refused by name")
    func links() async throws {
        try await Workbench.with { bench in
            let bytes = try await archive(bench, link: "a")
            try await bench.withServer(Self.serve(["/p.tgz": bytes])) { base in
                _ = try await bench.sync("- path: h\n  http: {url: \(base)/p.tgz}\n")
                #expect(Disk.status("\(bench.vendor)/h/top/link")?.kind == .link)
            }
        }
        try await Workbench.with { bench in
            let bytes = try await archive(bench, link: "../../etc")
            try await bench.withServer(Self.serve(["/p.tgz": bytes])) { base in
                do {
                    _ = try await bench.sync("- path: h\n  http: {url: \(base)/p.tgz}\n")
                    Issue.record("the link was taken")
                } catch let error as Diagnostic {
                    #expect(error.code == .archiveRefused)
                    #expect(error.message.contains("'top/link'"))
                    #expect(!bench.exists("vendor"))
                }
            }
        }
    }

    @Test("a digest is checked, and what has one is fetched once")
    func digests() async throws {
        try await Workbench.with { bench in
            let bytes = try await archive(bench)
            let digest = SHA256.hex(bytes)
            let counter = Counter()
            try await bench.withServer { request in
                await counter.count()
                return HTTPResponse(statusCode: .ok, body: Data(bytes))
            } _: { base in
                func contents(_ path: String, _ digest: String) -> String {
                    "- path: \(path)\n  http: {url: \(base)/p.tgz, sha256: \(digest)}\n"
                }
                await #expect(throws: Diagnostic.self) {
                    try await bench.sync(contents("h", String(repeating: "0", count: 64)))
                }
                _ = try await bench.sync(contents("h", digest))
                let before = await counter.value
                _ = try await bench.sync(contents("h", digest))
                _ = try await bench.sync(contents("i", digest))
                #expect(await counter.value == before)
            }
        }
    }

    @Test("releases: latest, selection, checksums in the notes, unpacking, and the lock's address")
    func releases() async throws {
        try await Workbench.with { bench in
            let bytes = try await archive(bench)
            let digest = SHA256.hex(bytes)
            let counter = Counter()
            try await bench.withServer { request in
                await counter.count()
                let base = "http://\(request.headers[.host] ?? "")"
                switch request.path {
                case "/releases/1":
                    return HTTPResponse(
                        statusCode: .ok,
                        body: Data(
                            """
                            {"tag_name": "v1.2.0", "url": "\(base)/releases/1",
                             "body": "\(digest)  p.tgz",
                             "assets": [{"url": "\(base)/asset", "name": "p.tgz",
                                         "size": \(bytes.count)}]}
                            """.utf8))
                case "/asset": return HTTPResponse(statusCode: .ok, body: Data(bytes))
                default: return HTTPResponse(statusCode: .notFound)
                }
            } _: { base in
                let contents =
                    "- path: r\n  githubRelease:\n    url: \(base)/releases/1\n"
                    + "    unpackArchive: {path: p.tgz}\n"
                let outcome = try await bench.sync(contents)
                #expect(try bench.files("vendor") == ["r/top/a", "r/top/tool"])
                #expect(
                    outcome.lock.content("r", in: bench.vendor)?.fact
                        == .githubRelease(url: "\(base)/releases/1", tag: "v1.2.0"))
                let locked = try await bench.sync(contents, locked: outcome.lock)
                let asked = await counter.value
                #expect(locked.lock == outcome.lock)
                _ = try await bench.sync(contents, locked: outcome.lock)
                #expect(await counter.value == asked)
            }
        }
    }

    @Test("charts come from an index, checked by its digest, with the highest version in range")
    func charts() async throws {
        try await Workbench.with { bench in
            try bench.write(
                "name: app\nversion: 1.2.0\nappVersion: \"7\"\n", to: "chart/app/Chart.yaml")
            try await bench.run("tar", "czf", "chart.tgz", "-C", "chart", "app")
            let bytes = try Disk.read("\(bench.folder)/chart.tgz")
            let index = """
                entries:
                  app:
                  - {version: 2.0.0, urls: [none.tgz]}
                  - {version: 1.2.0, urls: [app.tgz], digest: \(SHA256.hex(bytes))}
                """
            try await bench.withServer(
                Self.serve(["/index.yaml": Array(index.utf8), "/app.tgz": bytes])
            ) { base in
                let outcome = try await bench.sync(
                    "- path: c\n  helmChart:\n    name: app\n    version: '1.x'\n"
                        + "    repository: {url: \(base)}\n")
                #expect(try bench.files("vendor") == ["c/Chart.yaml"])
                #expect(
                    outcome.lock.content("c", in: bench.vendor)?.fact
                        == .helmChart(version: "1.2.0", appVersion: "7"))
            }
        }
    }

    @Test("an image is fetched by tag with a bought token, locked by digest, and once")
    func images() async throws {
        try await Workbench.with { bench in
            let layer = try await archive(bench)
            let digest = "sha256:" + SHA256.hex(layer)
            let manifest = Array(
                """
                {"schemaVersion": 2, "layers": [{"digest": "\(digest)",
                 "mediaType": "application/vnd.oci.image.layer.v1.tar+gzip"}]}
                """.utf8)
            let counter = Counter()
            try await bench.withServer { request in
                await counter.count()
                let host = request.headers[.host] ?? ""
                if request.path == "/token" {
                    return HTTPResponse(statusCode: .ok, body: Data("{\"token\": \"t1\"}".utf8))
                }
                guard request.headers[.authorization] == "Bearer t1" else {
                    return HTTPResponse(
                        statusCode: .unauthorized,
                        headers: HTTPHeaders([
                            HTTPHeader("WWW-Authenticate"):
                                "Bearer realm=\"http://\(host)/token\",service=\"s\""
                        ]))
                }
                switch request.path {
                case "/v2/app/tags/list":
                    return HTTPResponse(
                        statusCode: .ok,
                        body: Data("{\"tags\": [\"1.0.0\", \"1.1.0\", \"x\"]}".utf8))
                case "/v2/app/manifests/1.1.0", "/v2/app/manifests/sha256:" + SHA256.hex(manifest):
                    return HTTPResponse(statusCode: .ok, body: Data(manifest))
                case "/v2/app/blobs/\(digest)":
                    return HTTPResponse(statusCode: .ok, body: Data(layer))
                default: return HTTPResponse(statusCode: .notFound)
                }
            } _: { base in
                let registry = base.replacing("http://", with: "")
                let contents =
                    "- path: i\n  image:\n    url: \(registry)/app\n"
                    + "    tagSelection: {semver: {constraints: '1.x'}}\n"
                let outcome = try await bench.sync(contents)
                #expect(try bench.files("vendor") == ["i/top/a", "i/top/tool"])
                #expect(
                    outcome.lock.content("i", in: bench.vendor)?.fact
                        == .image(
                            url: "\(registry)/app@sha256:\(SHA256.hex(manifest))", tag: "1.1.0"))
                let asked = await counter.value
                try Disk.remove(bench.vendor)
                let locked = try await bench.sync(contents, locked: outcome.lock)
                #expect(locked.lock == outcome.lock)
                #expect(await counter.value == asked)
            }
        }
    }
}

actor Counter {
    private(set) var value = 0
    func count() { value += 1 }
}
