import Diagnostics
import VendorCore
import WebTransport

/// Downloads one file, checks its digest, and unpacks it where it is an archive.
struct HTTPFetcher: Sendable {
    let web: WebClient
    let cache: FetchCache
    let resources: VendorResources
    let isCompatible: Bool
    /// In seconds.
    static let patience: Duration = .seconds(1800)

    /// - Parameter temporary: a folder for what is on its way.
    func fetch(_ http: HTTPSource, into folder: String, temporary: String) async throws {
        guard !http.url.isEmpty else {
            throw Diagnostic(.error, .downloadFailed, "expected non-empty URL")
        }
        let file = "\(temporary)/\(UInt64.random(in: 0 ... .max))"
        defer { try? Disk.remove(file) }
        try await download(http, to: file)
        try Disk.makeFolder(folder, permissions: 0o700)
        if http.keepsPacked {
            return try Disk.copyFile(file, to: "\(folder)/\(name(of: http))", permissions: 0o600)
        }
        let unpacker = ArchiveUnpacker(isCompatible: isCompatible)
        if try unpacker.unpack(file, into: folder) == .notAnArchive {
            try Disk.copyFile(file, to: "\(folder)/\(plainName(of: http))", permissions: 0o666)
        }
    }

    /// The last name of the address, as the reference takes it.
    private func name(of http: HTTPSource) -> String {
        let name = RelativePath.name(http.url)
        return name.isEmpty || name == ".." ? "content" : name
    }

    private func plainName(of http: HTTPSource) -> String {
        let path = WebAddress(http.url).description
        let rest = path.firstRange(of: "://").map { path[$0.upperBound...] } ?? path[...]
        guard let slash = rest.lastIndex(of: "/") else { return "content" }
        let name = String(rest[rest.index(after: slash)...]).removingPercents
        return name.isEmpty || name == ".." || name == "." || name.contains("/") ? "content" : name
    }

    // MARK: Downloading

    private func download(_ http: HTTPSource, to file: String) async throws {
        let digest = http.sha256.lowercased()
        if !digest.isEmpty, let kept = cache.file("archives", digest),
            (try? Disk.read(kept)).map({ SHA256.hex($0) }) == digest
        {
            return try Disk.copyFile(kept, to: file, permissions: 0o600)
        }
        var request = WebRequest(
            "GET", WebAddress(http.url), timeout: Self.patience, largestBody: 1 << 36)
        request.credential = try credential(http)
        let answer = try await Retrying.send(request, into: file, by: web)
        guard answer.status == 200 else {
            throw Diagnostic(
                .error, .downloadFailed,
                "downloading \(request.address) failed: expected status 200, but was "
                    + "\(answer.status)",
                hint: [401, 403].contains(answer.status)
                    ? "Name a secret with `username` and `password` by `secretRef`." : nil)
        }
        guard !digest.isEmpty else { return }
        let found = try Disk.digest(of: file)
        guard found == digest else {
            throw Diagnostic(
                .error, .digestDiffers,
                "\(request.address): expected digest to match 'sha256:\(digest)', but was "
                    + "'sha256:\(found)'",
                hint: "If the new file is the right one, write its digest into `sha256`.")
        }
        cache.keep(fileAt: file, "archives", digest)
    }

    private func credential(_ http: HTTPSource) throws -> WebRequest.Credential {
        guard let name = http.secret else { return .none }
        let secret = try resources.secret(name)
        try secret.check(onlyHas: ["username", "password", "token"])
        if let token = secret.text("token") { return .bearer(token) }
        guard let user = secret.text("username") else { return .none }
        return .basic(user: user, password: secret.text("password") ?? "")
    }
}

extension Disk {
    /// A copy whose mode is the given one under the user's mask.
    static func copyFile(
        _ source: String, to target: String, permissions: UInt32
    ) throws(Diagnostic) {
        try write(read(source), to: target, permissions: permissions)
    }

    static func digest(of file: String) throws(Diagnostic) -> String {
        SHA256.hex(try read(file))
    }
}

extension String {
    /// `%20` is a space; what is no two digits stays.
    var removingPercents: String {
        var bytes: [UInt8] = []
        var rest = Array(utf8)[...]
        while let byte = rest.popFirst() {
            let digits = String(decoding: rest.prefix(2), as: UTF8.self)
            if byte == UInt8(ascii: "%"), digits.utf8.count == 2,
                let value = UInt8(digits, radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
