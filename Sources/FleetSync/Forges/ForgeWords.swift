import Diagnostics
import FleetCore
import Foundation

/// Text as a part of an address.
enum URLText {
    private static let plain = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")

    static func query(_ text: some StringProtocol) -> String {
        String(text).addingPercentEncoding(withAllowedCharacters: plain) ?? ""
    }
}

/// How git is let in over HTTP without a secret in its address or arguments.
enum GitHeader {
    static func basic(user: String, password: String) -> [String: String] {
        let text = Data("\(user):\(password)".utf8).base64EncodedString()
        return ["http.extraHeader": "Authorization: Basic \(text)"]
    }
}

enum Refusal {
    static func open(_ repository: String, _ said: String?) -> Diagnostic {
        Diagnostic(
            .error, .fleetForgeRefused, "the forge opened no request in \(repository)",
            detail: said)
    }
}

extension FleetFile.RepositoryQuery {
    /// Whether a repository that the owner has is meant.
    func matches(_ repository: String, topics: [String]) -> Bool {
        if let topic, !topics.contains(topic) { return false }
        guard let name else { return true }
        let own = repository.split(separator: "/").last.map(String.init) ?? repository
        return PathPattern(name).matches(own)
    }
}
