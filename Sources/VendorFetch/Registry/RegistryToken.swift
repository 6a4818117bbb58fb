import Diagnostics
import Foundation
import WebTransport

/// What a registry asks for when it refuses: `Bearer realm="https://…",service="…"`.
///
/// https://distribution.github.io/distribution/spec/auth/token/ and …/auth/oauth/
struct RegistryChallenge: Hashable, Sendable {
    let realm: String
    let service: String?
    let scope: String?

    /// Nil for any other challenge.
    init?(_ header: String?) {
        guard let header, header.lowercased().hasPrefix("bearer ") else { return nil }
        var words: [String: String] = [:]
        for match in header.matches(of: /([A-Za-z_]+)="([^"]*)"/) {
            words[match.1.lowercased()] = String(match.2)
        }
        guard let realm = words["realm"] else { return nil }
        self.realm = realm
        service = words["service"]
        scope = words["scope"]
    }

    /// The request that buys a token for pulling; nil when the realm is no address.
    func request(
        _ account: RegistryAccount, pulling repository: String, verifies: Bool
    ) -> WebRequest? {
        guard var parts = URLComponents(string: realm) else { return nil }
        let scope = scope ?? "repository:\(repository):pull"
        if case .identity(let token) = account {
            return exchange(token, scope, verifies)
        }
        parts.queryItems =
            (parts.queryItems ?? [])
            + [
                URLQueryItem(name: "service", value: service),
                URLQueryItem(name: "scope", value: scope),
            ]
        return WebRequest(
            "GET", WebAddress(parts.string ?? realm), credential: account.credential,
            verifiesCertificate: verifies)
    }

    /// The identity token goes in the body, where nobody logs it.
    private func exchange(_ token: String, _ scope: String, _ verifies: Bool) -> WebRequest {
        let fields = [
            ("grant_type", "refresh_token"), ("service", service ?? ""), ("client_id", "apus"),
            ("scope", scope), ("refresh_token", token),
        ]
        let body = fields.map { "\($0.0)=\(Self.escaped($0.1))" }.joined(separator: "&")
        return WebRequest(
            "POST", WebAddress(realm),
            headers: [WebHeader("Content-Type", "application/x-www-form-urlencoded")],
            body: Array(body.utf8), verifiesCertificate: verifies)
    }

    private static func escaped(_ text: String) -> String {
        let kept = CharacterSet(charactersIn: "-._~").union(.alphanumerics)
        return text.addingPercentEncoding(withAllowedCharacters: kept) ?? text
    }
}
