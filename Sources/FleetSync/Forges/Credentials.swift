import Diagnostics
package import FleetCore
import Foundation
import ProgramInput
import Subprocess
import SystemPackage
package import WebTransport

/// Where a forge's secrets come from; asked when they are needed, and printed nowhere.
package actor Credentials {
    private let entry: FleetFile.ForgeEntry
    private let web: WebClient
    private var appToken: (text: String, until: Date)?

    package init(_ entry: FleetFile.ForgeEntry, web: WebClient) {
        self.entry = entry
        self.web = web
    }

    /// The token to show; nil when the file names none.
    package func token() async throws -> String? {
        switch entry.credential {
        case nil: return nil
        case .token(let source): return try Self.read(source)
        case .app(let id, let key):
            if let appToken, appToken.until > Date() + 120 { return appToken.text }
            let fresh = try await exchange(id, key)
            appToken = fresh
            return fresh.text
        }
    }

    private static func read(_ source: FleetFile.SecretSource) throws -> String {
        let text: String?
        let place: String
        switch source {
        case .environment(let name):
            place = "the environment variable \(name)"
            text = ProcessInfo.processInfo.environment[name]
        case .file(let path):
            place = "the file \(path)"
            text = try? String(contentsOfFile: path, encoding: .utf8)
        }
        let secret = text?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
        guard !secret.isEmpty else {
            throw Diagnostic(
                .error, .fleetNoCredential, "there is nothing in \(place)",
                detail: "The fleet file says that a forge's secret is found there.",
                hint: "Put the token there, or name another place under `forges:`.")
        }
        return secret
    }

    // MARK: GitHub apps

    /// Signs in as the app, and takes a token of its installation, which lasts an hour.
    ///
    /// https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app
    private func exchange(
        _ id: String, _ key: FleetFile.SecretSource
    ) async throws -> (text: String, until: Date) {
        let jwt = try await signed(id, key)
        let installations = try await ask("GET", "/app/installations", jwt)
        guard let number = installations.array.first?["id"]?.int else {
            throw Diagnostic(
                .error, .fleetNoCredential, "the app \(id) is not installed anywhere",
                hint: "Install it for the organization whose repositories it shall change.")
        }
        let answer = try await ask("POST", "/app/installations/\(number)/access_tokens", jwt)
        guard let token = answer["token"]?.string else {
            throw Diagnostic(.error, .fleetNoCredential, "the app \(id) was given no token")
        }
        return (token, Date() + 3600)
    }

    private func ask(_ method: String, _ path: String, _ jwt: String) async throws -> JSON {
        let request = WebRequest(
            method, WebAddress((entry.api ?? "") + path),
            headers: [WebHeader("Accept", "application/json")], credential: .bearer(jwt),
            followsRedirects: false)
        let response: WebResponse
        do {
            response = try await web.send(request)
        } catch let failure as WebFailure {
            throw Diagnostic(
                .error, .fleetForgeUnreachable, "could not reach \(failure.address)",
                detail: failure.explanation)
        }
        guard response.isSuccess else {
            throw Diagnostic(
                .error, .fleetNoCredential,
                "the forge refused the app's signature with status \(response.status)",
                hint: "Check the app's id and key, and this machine's clock.")
        }
        return JSON(response.body)
    }

    private func signed(_ id: String, _ key: FleetFile.SecretSource) async throws -> String {
        let now = Int(Date().timeIntervalSince1970)
        let head: JSON = ["alg": "RS256", "typ": "JWT"]
        // A minute back, for clocks that differ; ten minutes are the most that is allowed.
        let claims: JSON = [
            "iat": .number(Double(now - 60)), "exp": .number(Double(now + 540)),
            "iss": .string(id),
        ]
        let text = [head, claims].map { Self.base64(Data($0.text.utf8)) }.joined(separator: ".")
        return text + "." + Self.base64(Data(try await Self.sign(text, try Self.read(key))))
    }

    private static func base64(_ data: Data) -> String {
        data.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
            .replacing("=", with: "")
    }

    /// By the program openssl; the key goes through a file that only we can read.
    private static func sign(_ text: String, _ key: String) async throws -> [UInt8] {
        let file = NSTemporaryDirectory() + "/apus-key-\(UUID().uuidString)"
        let descriptor = try FileDescriptor.open(
            FilePath(file), .writeOnly, options: [.create, .exclusiveCreate],
            permissions: [.ownerReadWrite])
        defer { unlink(file) }
        try descriptor.closeAfter { _ = try descriptor.writeAll((key + "\n").utf8) }
        let result = try await Subprocess.run(
            .name("openssl"), arguments: ["dgst", "-sha256", "-sign", file],
            input: .handed(text), output: .bytes(limit: 1 << 16),
            error: .string(limit: 1 << 16))
        guard result.terminationStatus.isSuccess else {
            throw Diagnostic(
                .error, .fleetNoCredential, "openssl could not sign with the app's key",
                hint: "It takes the private key in PEM form, as the forge gave it.")
        }
        return result.standardOutput
    }
}

/// The forges of a fleet, ready to be asked.
package struct Forges: Sendable {
    private let forges: [String: any Forge]

    package init(_ fleet: FleetFile) {
        let web = WebClient(mostAtOnce: fleet.limits.concurrency)
        forges = fleet.forges.mapValues { Self.forge($0, fleet.limits, web) }
    }

    package subscript(_ name: String) -> any Forge { forges[name] ?? PlainGit() }

    private static func forge(
        _ entry: FleetFile.ForgeEntry, _ limits: FleetFile.FleetLimits, _ web: WebClient
    ) -> any Forge {
        guard let api = entry.api, entry.kind != .git else { return PlainGit() }
        let credentials = Credentials(entry, web: web)
        let token: @Sendable () async throws -> String? = { try await credentials.token() }
        let rest = RestClient(api, web: web, limits: limits) {
            guard let token = try await token() else { return [] }
            switch entry.kind {
            case .github:
                return [
                    WebHeader("Authorization", "Bearer \(token)"),
                    WebHeader("X-GitHub-Api-Version", "2022-11-28"),
                ]
            case .gitlab: return [WebHeader("PRIVATE-TOKEN", token)]
            case .gitea, .git: return [WebHeader("Authorization", "token \(token)")]
            }
        }
        switch entry.kind {
        case .github: return GitHub(rest, token: token)
        case .gitlab: return GitLab(rest, token: token)
        case .gitea, .git: return Gitea(rest, token: token)
        }
    }
}
