import Diagnostics
import VendorCore
import WebTransport

/// What a registry is shown by whoever asks it.
enum RegistryAccount: Hashable, Sendable {
    case anonymous
    case basic(user: String, password: String)
    /// Shown as it is.
    case bearer(String)
    /// Exchanged for a bearer token where the registry says (OAuth 2, a refresh token).
    case identity(String)

    /// As a request carries it.
    var credential: WebRequest.Credential {
        switch self {
        case .anonymous, .identity: .none
        case .basic(let user, let password): .basic(user: user, password: password)
        case .bearer(let token): .bearer(token)
        }
    }
}

/// Which account a registry gets: of the content's secret, of the environment, or of
/// `docker login` and its helpers, in this order.
struct RegistryAccounts: Sendable {
    let secret: VendorSecret?
    let environment: [String: String]

    static let fields: Set<String> = [
        "username", "password", "token", "hostname", "identity-token", ".dockerconfigjson",
    ]

    func account(for registry: String) async throws -> RegistryAccount {
        if let secret { return try await fromSecret(secret, registry) }
        if let found = fromEnvironment(registry) { return found }
        return try await DockerLogin.ofUser(environment)?.account(for: registry) ?? .anonymous
    }

    private func fromSecret(
        _ secret: VendorSecret, _ registry: String
    ) async throws -> RegistryAccount {
        try secret.check(onlyHas: Self.fields)
        if let text = secret.text(".dockerconfigjson") {
            let login = try DockerLogin(
                text, named: "the secret '\(secret.name)'", environment: environment)
            return try await login.account(for: registry) ?? .anonymous
        }
        guard secret.text("hostname").map({ $0 == registry }) ?? true else { return .anonymous }
        if let token = secret.text("token") { return .bearer(token) }
        if let token = secret.text("identity-token") { return .identity(token) }
        return secret.text("username").map {
            .basic(user: $0, password: secret.text("password") ?? "")
        } ?? .anonymous
    }

    private func fromEnvironment(_ registry: String) -> RegistryAccount? {
        for index in 0..<20 {
            guard environment["IMGPKG_REGISTRY_HOSTNAME_\(index)"] == registry else { continue }
            if let token = environment["IMGPKG_REGISTRY_REGISTRY_TOKEN_\(index)"] {
                return .bearer(token)
            }
            if let token = environment["IMGPKG_REGISTRY_IDENTITY_TOKEN_\(index)"] {
                return .identity(token)
            }
            return .basic(
                user: environment["IMGPKG_REGISTRY_USERNAME_\(index)"] ?? "",
                password: environment["IMGPKG_REGISTRY_PASSWORD_\(index)"] ?? "")
        }
        if let token = environment["IMGPKG_TOKEN"] { return .bearer(token) }
        if environment["IMGPKG_ANON"] == "true" { return .anonymous }
        return environment["IMGPKG_USERNAME"].map {
            .basic(user: $0, password: environment["IMGPKG_PASSWORD"] ?? "")
        }
    }
}
