import Diagnostics
import Foundation
import VendorCore

/// What `docker login` left behind: the file `config.json`, and the helpers that it names.
///
/// A helper is a program `docker-credential-<name>`. It is told the registry on its standard input
/// and answers with an account on its standard output, so no secret stands in an argument.
/// https://github.com/docker/docker-credential-helpers
struct DockerLogin: Sendable {
    private let file: File
    private let environment: [String: String]

    /// The file's form; keys that are not listed are passed over.
    private struct File: Decodable {
        struct Account: Decodable {
            let auth: String?, username: String?, password: String?
            let identitytoken: String?, registrytoken: String?
        }
        let auths: [String: Account]?
        let credHelpers: [String: String]?
        let credsStore: String?
    }

    /// - Throws: a diagnostic when the text is not JSON of that form.
    init(_ text: String, named name: String, environment: [String: String]) throws(Diagnostic) {
        do {
            file = try JSONDecoder().decode(File.self, from: Data(text.utf8))
        } catch {
            throw Diagnostic(
                .error, .registryFailed, "\(name) is not what docker login writes",
                hint: "Mend it, or remove it and log in again.")
        }
        self.environment = environment
    }

    /// The file of this user; nil when there is none.
    static func ofUser(_ environment: [String: String]) throws(Diagnostic) -> DockerLogin? {
        let folder = environment["DOCKER_CONFIG"] ?? environment["HOME"].map { "\($0)/.docker" }
        guard let folder, let text = try? Disk.readText("\(folder)/config.json") else { return nil }
        return try DockerLogin(text, named: "\(folder)/config.json", environment: environment)
    }

    /// The account for a registry: of its own helper, of the common one, or of the file itself.
    func account(for registry: String) async throws -> RegistryAccount? {
        if let helper = value(in: file.credHelpers, for: registry) {
            return try await ask(helper, registry)
        }
        if let helper = file.credsStore, !helper.isEmpty,
            let found = try await ask(helper, registry)
        {
            return found
        }
        return written(for: registry)
    }

    // MARK: Written down

    private func written(for registry: String) -> RegistryAccount? {
        guard let found = value(in: file.auths, for: registry) else { return nil }
        if let token = found.registrytoken, !token.isEmpty { return .bearer(token) }
        if let token = found.identitytoken, !token.isEmpty { return .identity(token) }
        if let user = found.username {
            return .basic(user: user, password: found.password ?? "")
        }
        guard let data = found.auth.flatMap({ Data(base64Encoded: $0) }) else { return nil }
        let words = String(decoding: data, as: UTF8.self).split(separator: ":", maxSplits: 1)
        guard words.count == 2 else { return nil }
        return .basic(user: String(words[0]), password: String(words[1]))
    }

    /// Keys are hosts, or addresses as `https://index.docker.io/v1/`.
    private func value<Value>(in pairs: [String: Value]?, for registry: String) -> Value? {
        pairs?[registry]
            ?? pairs?.first { host, _ in
                GitExport.host(of: host.contains("://") ? host : "https://\(host)") == registry
            }?.value
    }

    // MARK: Helpers

    private struct Answer: Decodable {
        let username: String, secret: String
        enum CodingKeys: String, CodingKey {
            case username = "Username"
            case secret = "Secret"
        }
    }

    /// Docker's own registry is asked for under the name that docker logs in to.
    private static func address(of registry: String) -> String {
        registry == "index.docker.io" ? "https://index.docker.io/v1/" : registry
    }

    /// Nil when the helper knows no account for it.
    private func ask(_ helper: String, _ registry: String) async throws -> RegistryAccount? {
        guard !helper.contains("/") else { throw failed(helper, "its name holds a slash") }
        let program = Program(
            name: "docker-credential-\(helper)",
            environment: environment.filter { $0.key == "PATH" })
        let result: Program.Result
        do {
            result = try await program.run(["get"], input: Array(Self.address(of: registry).utf8))
        } catch is Diagnostic {
            throw failed(helper, "the program docker-credential-\(helper) is not installed")
        }
        // What went wrong is said on standard output; an account is never shown.
        guard result.isSuccess else {
            let words = result.text.trimmingCharacters(in: .whitespacesAndNewlines)
            if words.contains("credentials not found") { return nil }
            throw failed(helper, words.isEmpty ? result.errors : words)
        }
        guard let answer = try? JSONDecoder().decode(Answer.self, from: Data(result.output)) else {
            throw failed(helper, "its answer is not an account")
        }
        if answer.username == "<token>" { return .identity(answer.secret) }
        return .basic(user: answer.username, password: answer.secret)
    }

    private func failed(_ helper: String, _ reason: String) -> Diagnostic {
        Diagnostic(
            .error, .registryFailed, "the credential helper '\(helper)' gave no account",
            detail: reason,
            hint: "It is named in docker's config.json. A secret by `secretRef` goes before it.")
    }
}
