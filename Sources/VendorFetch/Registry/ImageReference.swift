import Diagnostics

/// The name of an image: `host/name:tag` or `host/name@sha256:…`.
struct ImageReference: Hashable, Sendable {
    let registry: String
    let repository: String
    /// As written; empty where none was.
    var tag: String
    /// `sha256:…`, or empty.
    var digest: String

    init(_ text: String) throws(Diagnostic) {
        var rest = text[...]
        var digest = ""
        if let at = rest.lastIndex(of: "@") {
            digest = String(rest[rest.index(after: at)...])
            rest = rest[..<at]
        }
        var tag = ""
        if let colon = rest.lastIndex(of: ":"), !rest[colon...].contains("/") {
            tag = String(rest[rest.index(after: colon)...])
            rest = rest[..<colon]
        }
        let parts = rest.split(separator: "/", maxSplits: 1)
        if parts.count == 2,
            parts[0].contains(where: { ".:".contains($0) })
                || parts.first == "localhost"
        {
            registry = parts[0] == "docker.io" ? "index.docker.io" : String(parts[0])
            repository = String(parts.count == 2 ? parts[1] : "")
        } else {
            registry = "index.docker.io"
            repository = rest.contains("/") ? String(rest) : "library/\(rest)"
        }
        let isDigest = digest.isEmpty || digest.hasPrefix("sha256:") && digest.utf8.count == 71
        guard !repository.isEmpty, isDigest else {
            throw Diagnostic(
                .error, .registryFailed, "could not parse reference: \(text)",
                hint: "References look like `registry/name:tag` or `registry/name@sha256:…`.")
        }
        self.tag = tag
        self.digest = digest
    }

    /// What the registry is asked for: the digest where there is one.
    var identifier: String { digest.isEmpty ? tag.isEmpty ? "latest" : tag : digest }

    /// With a digest, as a lock has it.
    func locked(to digest: String) -> String { "\(registry)/\(repository)@\(digest)" }

    /// Plain HTTP is spoken to this machine and to names that only exist beside it.
    var base: String {
        let host = registry.split(separator: ":").first ?? ""
        let isLocal =
            host == "localhost" || host.hasPrefix("127.") || registry.hasPrefix("[::1]")
            || host.hasSuffix(".local")
        return "\(isLocal ? "http" : "https")://\(registry)/v2/\(repository)"
    }
}
