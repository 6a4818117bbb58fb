import FlyingFox
import Foundation
import VendorCore

@testable import VendorFetch

/// A real registry (Debian's docker-registry) on loopback that lets nobody in but `kim`.
struct TestRegistry: Sendable {
    static let program = Places.find("docker-registry")
    static let user = "kim"
    static let password = "open sesame"

    /// `localhost:port`
    let host: String
    private let bench: Workbench

    static func serve<Answer: Sendable>(
        _ bench: Workbench, _ body: @Sendable (TestRegistry) async throws -> Answer
    ) async throws -> Answer {
        // The registry does not say which port it took, so one that is free is looked for; who
        // else takes it meanwhile is met by another try.
        for _ in 0..<4 {
            let port = try await freePort(bench)
            if let answer = try await serve(bench, at: port, body) { return answer }
        }
        throw CocoaError(.featureUnsupported)
    }

    /// Nil when it does not answer there.
    private static func serve<Answer: Sendable>(
        _ bench: Workbench, at port: Int, _ body: @Sendable (TestRegistry) async throws -> Answer
    ) async throws -> Answer? {
        // bcrypt of the password above.
        try bench.write(
            "kim:$2b$05$.Ure.LOC0s8DCH1RLfzrn.Gih6mzxUeJ0ZR1McfEq7gql7RDlnDsG\n", to: "htpasswd")
        try bench.write(
            """
            version: 0.1
            log: {level: error}
            storage: {filesystem: {rootdirectory: \(bench.folder)/registry}}
            auth: {htpasswd: {realm: test, path: \(bench.folder)/htpasswd}}
            http: {addr: "127.0.0.1:\(port)"}

            """, to: "registry.yml")
        let registry = TestRegistry(host: "localhost:\(port)", bench: bench)
        return try await Bystander.accompany(
            program ?? "", ["serve", "\(bench.folder)/registry.yml"]
        ) {
            guard try await registry.answers() else { return nil }
            return try await body(registry)
        }
    }

    private static func freePort(_ bench: Workbench) async throws -> Int {
        try await bench.withServer { _ in
            .init(statusCode: .ok)
        } _: { base in
            Int(base.split(separator: ":").last ?? "") ?? 0
        }
    }

    private func answers() async throws -> Bool {
        for _ in 0..<400 {
            if let status = try? await status("http://\(host)/v2/"), status == "401" { return true }
            try await Task.sleep(for: .milliseconds(50))
        }
        return false
    }

    private func status(_ address: String) async throws -> String {
        try await bench.run("curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", address)
    }

    // MARK: Pushing

    /// Pushes one layer under a tag.
    ///
    /// - Returns: the manifest's digest.
    @discardableResult
    func push(
        _ layer: [UInt8], _ repository: String, _ tag: String,
        type: String = "application/vnd.oci.image.layer.v1.tar+gzip"
    ) async throws -> String {
        let blob = try await upload(layer, repository)
        let config = try await upload(Array("{}".utf8), repository)
        let manifest = """
            {"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json",
             "config": {"mediaType": "application/vnd.oci.image.config.v1+json",
                        "digest": "\(config)", "size": 2},
             "layers": [{"mediaType": "\(type)", "digest": "\(blob)", "size": \(layer.count)}]}
            """
        try bench.write(manifest, to: "manifest")
        try await put(
            "http://\(host)/v2/\(repository)/manifests/\(tag)", "manifest",
            "application/vnd.oci.image.manifest.v1+json")
        return "sha256:" + SHA256.hex(manifest.utf8)
    }

    private func upload(_ bytes: [UInt8], _ repository: String) async throws -> String {
        let digest = "sha256:" + SHA256.hex(bytes)
        try Disk.write(bytes, to: "\(bench.folder)/blob")
        let head = try await bench.run(
            "curl", "-sS", "-f", "-u", "\(Self.user):\(Self.password)", "-X", "POST", "-D", "-",
            "-o", "/dev/null", "http://\(host)/v2/\(repository)/blobs/uploads/")
        let line = head.split(whereSeparator: \.isNewline).first {
            $0.lowercased().hasPrefix("location: ")
        }
        let place = String(line?.dropFirst("location: ".count) ?? "")
        let mark = place.contains("?") ? "&" : "?"
        try await put("\(place)\(mark)digest=\(digest)", "blob", "application/octet-stream")
        return digest
    }

    private func put(_ address: String, _ file: String, _ type: String) async throws {
        try await bench.run(
            "curl", "-sS", "-f", "-u", "\(Self.user):\(Self.password)", "-X", "PUT", "-H",
            "Content-Type: \(type)", "--data-binary", "@\(file)", "-o", "/dev/null", address)
    }
}
