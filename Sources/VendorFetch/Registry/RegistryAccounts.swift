import Diagnostics
import Foundation
import VendorCore
import WebTransport

/// Which credential a registry gets: of the content's secret, of the environment, or of
/// `docker login`, in this order.
struct RegistryAccounts: Sendable {
    let secret: VendorSecret?
    let environment: [String: String]

    static let fields: Set<String> = [
        "username", "password", "token", "hostname", "identity-token", ".dockerconfigjson",
    ]

    func credential(for registry: String) throws(Diagnostic) -> WebRequest.Credential {
        if let secret {
            try secret.check(onlyHas: Self.fields)
            if let text = secret.text(".dockerconfigjson") {
                return Self.account(in: text, for: registry) ?? .none
            }
            if secret.text("hostname").map({ $0 == registry }) ?? true {
                if let token = secret.text("token") { return .bearer(token) }
                if let user = secret.text("username") {
                    return .basic(user: user, password: secret.text("password") ?? "")
                }
            }
            return .none
        }
        return fromEnvironment(registry) ?? fromLogin(registry) ?? .none
    }

    private func fromEnvironment(_ registry: String) -> WebRequest.Credential? {
        for index in 0..<20 {
            guard environment["IMGPKG_REGISTRY_HOSTNAME_\(index)"] == registry else { continue }
            if let token = environment["IMGPKG_REGISTRY_REGISTRY_TOKEN_\(index)"] {
                return .bearer(token)
            }
            return .basic(
                user: environment["IMGPKG_REGISTRY_USERNAME_\(index)"] ?? "",
                password: environment["IMGPKG_REGISTRY_PASSWORD_\(index)"] ?? "")
        }
        if let token = environment["IMGPKG_TOKEN"] { return .bearer(token) }
        guard let user = environment["IMGPKG_USERNAME"] else { return nil }
        return .basic(user: user, password: environment["IMGPKG_PASSWORD"] ?? "")
    }

    private func fromLogin(_ registry: String) -> WebRequest.Credential? {
        let folder = environment["DOCKER_CONFIG"] ?? environment["HOME"].map { "\($0)/.docker" }
        guard let folder, let text = try? Disk.readText("\(folder)/config.json") else { return nil }
        return Self.account(in: text, for: registry)
    }

    /// `{"auths": {"host": {"auth": base64("user:password")}}}`
    static func account(in text: String, for registry: String) -> WebRequest.Credential? {
        struct File: Decodable {
            struct Account: Decodable { let auth: String?, username: String?, password: String? }
            let auths: [String: Account]?
        }
        guard let file = try? JSONDecoder().decode(File.self, from: Data(text.utf8)) else {
            return nil
        }
        let found = file.auths?.first { host, _ in
            GitExport.host(of: host.contains("://") ? host : "https://\(host)") == registry
        }?.value
        if let user = found?.username { return .basic(user: user, password: found?.password ?? "") }
        guard let data = found?.auth.flatMap({ Data(base64Encoded: $0) }) else { return nil }
        let words = String(decoding: data, as: UTF8.self).split(separator: ":", maxSplits: 1)
        guard words.count == 2 else { return nil }
        return .basic(user: String(words[0]), password: String(words[1]))
    }
}
