package import Diagnostics

/// The text of a release, in which its makers often list the checksums of its files.
package struct ReleaseNotes: Sendable {
    private let lines: [[Substring]]

    package init(_ text: String) {
        lines = text.split(whereSeparator: \.isNewline).map {
            $0.split(whereSeparator: \.isWhitespace)
        }
    }

    /// - Throws: when a file has none: an unchecked file among checked ones would go unnoticed.
    package func checksums(of names: [String]) throws(Diagnostic) -> [String: String] {
        var found: [String: String] = [:]
        for name in names {
            let spellings = [name, "/\(name)", "./\(name)"]
            let line = lines.first { words in
                words.count == 2 && words[0].utf8.count == 64
                    && words[0].utf8.allSatisfy {
                        (48...57).contains($0) || (97...102).contains($0)
                    }
                    && spellings.contains { $0 == words[1] }
            }
            guard let line else {
                throw Diagnostic(
                    .error, .noVersion,
                    "finding checksums in release notes: expected to find sha256 checksum for "
                        + "file '\(name)'",
                    hint: "Write them into `checksums`, or set "
                        + "`disableAutoChecksumValidation: true`.")
            }
            found[name] = String(line[0])
        }
        return found
    }
}
