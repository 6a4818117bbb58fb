import Diagnostics
import VendorCore

extension GitFetcher {
    /// Checks that one of the secret's public keys signed the tag, or the commit where the name is
    /// no annotated tag.
    func verify(
        _ resolution: GitResolution, keys name: String, _ git: GitSource,
        _ repository: GitRepository
    ) async throws {
        let secret = try secret(name)
        let keys = secret.keys.compactMap { secret.text($0) }.joined(separator: "\n")
        let object = try await signedObject(resolution, git, repository)
        let signed = try SignedObject(object.text, isTag: object.isTag)
        try await withTemporaryFolder { folder in
            try Disk.write(Array(signed.contents.utf8), to: "\(folder)/contents")
            try Disk.write(Array(signed.signature.utf8), to: "\(folder)/signature")
            let gpg = Program(name: "gpg", environment: ["GNUPGHOME": folder, "LC_ALL": "C"])
            let imported = try await gpg.run(
                ["--batch", "--quiet", "--no-autostart", "--import"], input: Array(keys.utf8))
            guard imported.isSuccess else {
                throw Diagnostic(
                    .error, .signatureRefused, "reading armored key ring failed",
                    detail: imported.errors)
            }
            let checked = try await gpg.run([
                "--batch", "--no-autostart", "--trust-model", "always", "--status-fd", "1",
                "--verify", "\(folder)/signature", "\(folder)/contents",
            ])
            let words = checked.text
            // A key that has run out, or was withdrawn, signs nothing any more.
            guard checked.isSuccess, words.contains("[GNUPG:] VALIDSIG"),
                words.contains("[GNUPG:] GOODSIG")
            else { throw refused(resolution, words, checked.errors) }
        }
    }

    private func refused(
        _ resolution: GitResolution, _ status: String, _ errors: String
    ) -> Diagnostic {
        let isStranger = status.contains("NO_PUBKEY")
        return Diagnostic(
            .error, .signatureRefused,
            "checking signature of '\(resolution.name)' failed"
                + (isStranger ? ": it was made by an unknown key" : ""), detail: errors,
            hint: isStranger
                ? "The public keys of the secret do not include the signer's." : nil)
    }

    /// A tag is looked at first: it can be signed where its commit is not.
    private func signedObject(
        _ resolution: GitResolution, _ git: GitSource, _ repository: GitRepository
    ) async throws -> (text: String, isTag: Bool) {
        let references = try await references(repository)
        let name = resolution.name
        if references.tags[name] == resolution.commit {
            _ = try await repository.git(
                "fetch", "--quiet", "--force", "--no-tags", "--no-write-fetch-head", "--depth",
                "1", "origin", "refs/tags/\(name):refs/tags/\(name)")
            let tag = try await repository.attempt(["cat-file", "tag", "refs/tags/\(name)"])
            if tag.isSuccess { return (tag.text, true) }
        }
        return (try await repository.git("cat-file", "commit", resolution.commit), false)
    }
}

/// A git object taken apart into what was signed and the signature.
struct SignedObject: Hashable {
    let contents: String
    let signature: String

    private static let begin = "-----BEGIN PGP SIGNATURE-----"
    private static let end = "-----END PGP SIGNATURE-----"

    /// - Throws: when there is no signature.
    init(_ object: String, isTag: Bool) throws(Diagnostic) {
        var kept: [Substring] = []
        var signature: [Substring] = []
        var isInside = false
        var isDone = false
        let lines = object.split(separator: "\n", omittingEmptySubsequences: false)
        let first = isTag ? Self.begin : "gpgsig \(Self.begin)"
        for line in lines {
            if !isInside, !isDone, line == first {
                isInside = true
                signature.append(Self.begin[...])
            } else if isInside {
                // Lines of a commit's header that continue it begin with a space.
                let text = isTag ? line : line.dropFirst()
                signature.append(text)
                if text == Self.end { (isInside, isDone) = (false, true) }
            } else {
                kept.append(line)
            }
        }
        guard isDone else {
            throw Diagnostic(
                .error, .signatureRefused,
                "expected to find \(isTag ? "tag" : "commit") signature: "
                    + "expected to find section 'PGP SIGNATURE', but did not")
        }
        // What stands behind the signature in a tag is its last, empty line.
        if isTag, kept.last == "" { kept.removeLast() }
        contents = kept.joined(separator: "\n") + (isTag ? "\n" : "")
        self.signature = signature.joined(separator: "\n") + "\n"
    }
}
