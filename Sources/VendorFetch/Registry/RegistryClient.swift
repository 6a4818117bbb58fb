import Diagnostics
import Foundation
import VendorCore
import WebTransport

/// Reads manifests, blobs and tags from a registry (OCI distribution specification 1.1).
actor RegistryClient {
    private let web: WebClient
    private let cache: FetchCache
    private let accounts: RegistryAccounts
    /// Bearer tokens by registry and repository.
    private var tokens: [String: String] = [:]

    init(web: WebClient, cache: FetchCache, accounts: RegistryAccounts) {
        self.web = web
        self.cache = cache
        self.accounts = accounts
    }

    struct Options: Sendable {
        var skipsCertificate = false
        /// In seconds; zero for the usual 30.
        var timeout = 0
    }

    private static let manifestTypes = [
        "application/vnd.oci.image.manifest.v1+json", "application/vnd.oci.image.index.v1+json",
        "application/vnd.docker.distribution.manifest.v2+json",
        "application/vnd.docker.distribution.manifest.list.v2+json",
    ]

    /// A manifest's bytes and the digest they have.
    func manifest(
        _ reference: ImageReference, _ options: Options
    ) async throws -> (digest: String, bytes: [UInt8]) {
        if !reference.digest.isEmpty, let kept = cache.read("manifests", reference.digest),
            "sha256:" + SHA256.hex(kept) == reference.digest
        {
            return (reference.digest, kept)
        }
        let answer = try await get(
            "\(reference.base)/manifests/\(reference.identifier)", reference, options,
            accepting: Self.manifestTypes)
        let digest = "sha256:" + SHA256.hex(answer.body)
        guard reference.digest.isEmpty || digest == reference.digest else {
            throw differs(reference.digest, digest, reference)
        }
        cache.keep(answer.text, "manifests", digest)
        return (digest, answer.body)
    }

    /// Fetches a blob into a file, checked against its digest.
    func blob(
        _ digest: String, of reference: ImageReference, _ options: Options, into file: String
    ) async throws {
        if let kept = cache.file("blobs", digest),
            (try? Disk.digest(of: kept)).map({ "sha256:\($0)" }) == digest
        {
            return try Disk.copyFile(kept, to: file, permissions: 0o600)
        }
        _ = try await get("\(reference.base)/blobs/\(digest)", reference, options, into: file)
        let found = "sha256:" + (try Disk.digest(of: file))
        guard found == digest else { throw differs(digest, found, reference) }
        cache.keep(fileAt: file, "blobs", digest)
    }

    /// Every tag of a repository; the registry hands them out in pages.
    func tags(_ reference: ImageReference, _ options: Options) async throws -> [String] {
        struct Page: Decodable { let tags: [String]? }
        var tags: [String] = []
        var next: String? = "\(reference.base)/tags/list"
        while let address = next {
            let answer = try await get(address, reference, options)
            tags += (try? JSONDecoder().decode(Page.self, from: Data(answer.body)))?.tags ?? []
            next = answer.header("link").flatMap { Self.next($0, from: address) }
        }
        return tags
    }

    /// `</v2/…?last=x>; rel="next"`
    private static func next(_ link: String, from address: String) -> String? {
        guard link.contains("next"), let open = link.firstIndex(of: "<"),
            let close = link.firstIndex(of: ">"), open < close
        else { return nil }
        return URL(
            string: String(link[link.index(after: open)..<close]), relativeTo: URL(string: address)
        )?.absoluteString
    }

    private func differs(
        _ wanted: String, _ found: String, _ reference: ImageReference
    ) -> Diagnostic {
        Diagnostic(
            .error, .digestDiffers,
            "\(reference.registry)/\(reference.repository): expected digest '\(wanted)', but was "
                + "'\(found)'")
    }

    // MARK: Asking

    private func get(
        _ address: String, _ reference: ImageReference, _ options: Options,
        accepting types: [String] = [], into file: String? = nil
    ) async throws -> WebResponse {
        var request = WebRequest(
            "GET", WebAddress(address), headers: types.map { WebHeader("Accept", $0) },
            timeout: .seconds(1800),
            connectTimeout: .seconds(options.timeout > 0 ? options.timeout : 30),
            verifiesCertificate: !options.skipsCertificate, largestBody: 1 << 36)
        if file == nil { request.largestBody = 64 << 20 }
        let key = "\(reference.registry)/\(reference.repository)"
        request.credential = tokens[key].map { .bearer($0) } ?? .none
        var answer = try await Retrying.send(request, into: file, by: web)
        if answer.status == 401 {
            request.credential = try await credential(answer, reference, options, key)
            answer = try await Retrying.send(request, into: file, by: web)
        }
        guard answer.isSuccess else { throw refused(answer, address) }
        return answer
    }

    private func refused(_ answer: WebResponse, _ address: String) -> Diagnostic {
        struct Errors: Decodable {
            struct Item: Decodable { let code: String?, message: String? }
            let errors: [Item]?
        }
        let items = (try? JSONDecoder().decode(Errors.self, from: Data(answer.body)))?.errors ?? []
        let words = items.compactMap { $0.message ?? $0.code }
        return Diagnostic(
            .error, .registryFailed,
            "GET \(WebAddress(address)): the registry answered \(answer.status)",
            detail: words.isEmpty ? nil : words.joined(separator: "\n"),
            hint: [401, 403].contains(answer.status)
                ? "Name a secret with `username` and `password` by `secretRef`, or log in with "
                    + "docker login." : nil)
    }

    /// What the registry's challenge asks for: the account itself, or a token bought with it.
    private func credential(
        _ answer: WebResponse, _ reference: ImageReference, _ options: Options, _ key: String
    ) async throws -> WebRequest.Credential {
        let account = try await accounts.account(for: reference.registry)
        if case .bearer = account { return account.credential }
        guard
            let request = RegistryChallenge(answer.header("www-authenticate"))?.request(
                account, pulling: reference.repository, verifies: !options.skipsCertificate)
        else { return account.credential }
        struct Token: Decodable { let token: String?, access_token: String? }
        let bought = try await Retrying.send(request, by: web)
        guard bought.isSuccess,
            let token = try? JSONDecoder().decode(Token.self, from: Data(bought.body)),
            let text = token.token ?? token.access_token
        else { return account.credential }
        tokens[key] = text
        return .bearer(text)
    }
}
