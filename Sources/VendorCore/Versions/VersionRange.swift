package import Diagnostics

/// Which versions are wanted: `>=1.0.0 <2.0.0 || 3.x !3.1.4`.
///
/// A space means *and*, `||` means *or*; `x` stands for any number in the last place.
package struct VersionRange: Hashable, Sendable {
    private enum Comparison: String, Sendable {
        case equal = "="
        case different = "!="
        case more = ">"
        case atLeast = ">="
        case less = "<"
        case atMost = "<="

        init?(written text: Substring) {
            switch text {
            case "", "=", "==": self = .equal
            case "!", "!=": self = .different
            default: self.init(rawValue: String(text))
            }
        }
    }

    private struct Bound: Hashable, Sendable {
        let comparison: Comparison
        let version: SemanticVersion

        func admits(_ candidate: SemanticVersion) -> Bool {
            switch comparison {
            case .equal: candidate == version
            case .different: candidate != version
            case .more: candidate > version
            case .atLeast: candidate >= version
            case .less: candidate < version
            case .atMost: candidate <= version
            }
        }
    }

    /// Any of these, each of them in all its bounds.
    private let alternatives: [[Bound]]

    package init(_ text: String) throws(Diagnostic) {
        var alternatives: [[Bound]] = [[]]
        for word in Self.words(text) {
            if word == "||" {
                guard alternatives.last?.isEmpty == false else {
                    throw Self.invalid(text, "'||' has nothing before it")
                }
                alternatives.append([])
            } else {
                alternatives[alternatives.count - 1] += try Self.bounds(word, of: text)
            }
        }
        guard alternatives.last?.isEmpty == false else {
            throw Self.invalid(text, "nothing stands behind the last '||'")
        }
        self.alternatives = alternatives
    }

    package func admits(_ version: SemanticVersion) -> Bool {
        alternatives.contains { $0.allSatisfy { $0.admits(version) } }
    }

    // MARK: Reading

    /// `>= 1.0.0` is one word: a comparison takes the version behind it.
    private static func words(_ text: String) -> [Substring] {
        var words: [String] = []
        for piece in text.split(separator: " ") {
            if let last = words.last, let end = last.last, "<>=".contains(end) {
                words[words.count - 1] = last + piece
            } else {
                words.append(String(piece))
            }
        }
        return words.map { $0[...] }
    }

    private static func bounds(_ word: Substring, of text: String) throws(Diagnostic) -> [Bound] {
        guard let start = word.firstIndex(where: \.isNumber) else {
            throw invalid(text, "could not get version from string: \"\(word)\"")
        }
        let operation = word[..<start]
        let number = word[start...]
        guard let comparison = Comparison(written: operation) else {
            throw invalid(
                text,
                "could not parse Range \"\(word)\": could not parse comparator "
                    + "\"\(operation)\" in \"\(word)\"")
        }
        if number.contains("x") { return try wildcard(comparison, number, of: text) }
        guard let version = SemanticVersion(number) else {
            throw invalid(text, "could not parse version \"\(number)\" in \"\(word)\"")
        }
        return [Bound(comparison: comparison, version: version)]
    }

    /// `1.2.x` lies from `1.2.0-0` up to, and without, `1.3.0-0`.
    private static func wildcard(
        _ comparison: Comparison, _ number: Substring, of text: String
    ) throws(Diagnostic) -> [Bound] {
        let parts = number.split(separator: ".", omittingEmptySubsequences: false)
        let known = parts.prefix { $0 != "x" }.compactMap { UInt64($0) }
        let hasOnlyWildcards = parts.dropFirst(known.count).allSatisfy { $0 == "x" }
        guard (2...3).contains(parts.count), (1...2).contains(known.count), hasOnlyWildcards,
            let first = version(known), let end = version(following(known))
        else { throw invalid(text, "could not parse version \"\(number)\"") }
        switch comparison {
        case .equal:
            return [
                Bound(comparison: .atLeast, version: first), Bound(comparison: .less, version: end),
            ]
        // What lies in no version: the reference joins both sides with "and", too.
        case .different:
            return [
                Bound(comparison: .less, version: first), Bound(comparison: .atLeast, version: end),
            ]
        case .more: return [Bound(comparison: .atLeast, version: end)]
        case .atLeast: return [Bound(comparison: .atLeast, version: first)]
        case .less: return [Bound(comparison: .less, version: first)]
        case .atMost: return [Bound(comparison: .less, version: end)]
        }
    }

    private static func following(_ known: [UInt64]) -> [UInt64] {
        known.dropLast() + [(known.last ?? 0) + 1]
    }

    private static func version(_ known: [UInt64]) -> SemanticVersion? {
        let all = known + Array(repeating: 0, count: 3 - known.count)
        return SemanticVersion(all.map(String.init).joined(separator: ".") + "-0")
    }

    private static func invalid(_ text: String, _ reason: String) -> Diagnostic {
        Diagnostic(
            .error, .constraintInvalid, "parsing version constraint '\(text)': \(reason)",
            hint: "Constraints look like `>=1.0.0 <2.0.0`, `1.x` or `<1.0.0 || >=2.0.0`.")
    }
}
