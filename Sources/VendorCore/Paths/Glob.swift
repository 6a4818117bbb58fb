package import Diagnostics

/// A pattern for paths: `**` for any folders, `*` and `?` within a name, `[a-z]`, `{one,other}`.
///
/// As in the reference, `*` matches names that begin with a dot, and a pattern for a folder
/// matches nothing in it unless it ends in `/**` or `/**/*`.
package struct Glob: Hashable, Sendable {
    /// One list of name patterns for each way of reading the braces.
    private let alternatives: [[NamePattern]]

    /// - Throws: with a bracket or brace that is not closed, or a range that is none.
    package init(_ pattern: String) throws(Diagnostic) {
        var alternatives: [[NamePattern]] = []
        do {
            for text in try BraceExpansion.expanded(pattern) {
                var names: [NamePattern] = []
                for name in BraceExpansion.components(text) { names.append(try NamePattern(name)) }
                alternatives.append(names)
            }
        } catch {
            throw Diagnostic(
                .error, .patternInvalid, "syntax error in pattern `\(pattern)`",
                detail: error.reason)
        }
        self.alternatives = alternatives
    }

    package func matches(_ path: String) -> Bool {
        let names = path.split(separator: "/", omittingEmptySubsequences: false).map {
            Array($0.unicodeScalars)
        }
        return alternatives.contains { Self.match($0, names) }
    }

    /// As within a name: of the runs of folders only the last one is ever taken back, so time
    /// stays linear in pattern times path.
    private static func match(_ patterns: [NamePattern], _ names: [[Unicode.Scalar]]) -> Bool {
        var part = 0
        var at = 0
        var run: (part: Int, at: Int)?
        while at < names.count {
            if part < patterns.count, patterns[part].isAnyFolders {
                run = (part, at)
                part += 1
            } else if part < patterns.count, patterns[part].matches(names[at]) {
                part += 1
                at += 1
            } else if let last = run {
                run = (last.part, last.at + 1)
                (part, at) = (last.part + 1, last.at + 1)
            } else {
                return false
            }
        }
        return patterns[part...].allSatisfy(\.isAnyFolders)
    }
}

/// Why a pattern is none.
struct PatternProblem: Error {
    let reason: String
}

/// Splits a pattern at its braces and at its slashes.
enum BraceExpansion {
    /// More ways of reading than this are nobody's intention.
    private static let mostAlternatives = 10_000

    static func expanded(_ pattern: String) throws(PatternProblem) -> [String] {
        let scalars = Array(pattern.unicodeScalars)
        guard let open = index(of: "{", in: scalars, from: 0) else { return [pattern] }
        guard let (options, close) = options(scalars, after: open) else {
            throw PatternProblem(reason: "A brace is not closed.")
        }
        let prefix = text(scalars[..<open])
        var result: [String] = []
        for rest in try expanded(text(scalars[(close + 1)...])) {
            for option in options {
                for inner in try expanded(option) { result.append(prefix + inner + rest) }
                guard result.count <= mostAlternatives else {
                    throw PatternProblem(reason: "Its braces can be read in too many ways.")
                }
            }
        }
        return result
    }

    /// The texts between the commas of the brace at `open`, and where it closes.
    private static func options(
        _ scalars: [Unicode.Scalar], after open: Int
    ) -> ([String], Int)? {
        var options: [String] = []
        var depth = 0
        var start = open + 1
        var at = open
        while at < scalars.count {
            switch scalars[at] {
            case "\\": at += 1
            case "{": depth += 1
            case "}":
                depth -= 1
                if depth == 0 { return (options + [text(scalars[start..<at])], at) }
            case "," where depth == 1:
                options.append(text(scalars[start..<at]))
                start = at + 1
            default: break
            }
            at += 1
        }
        return nil
    }

    /// Outside of classes and not behind a backslash.
    private static func index(
        of wanted: Unicode.Scalar, in scalars: [Unicode.Scalar], from start: Int
    ) -> Int? {
        var at = start
        var isInClass = false
        while at < scalars.count {
            switch scalars[at] {
            case "\\": at += 1
            case "[": isInClass = true
            case "]": isInClass = false
            case wanted where !isInClass: return at
            default: break
            }
            at += 1
        }
        return nil
    }

    static func components(_ pattern: String) -> [ArraySlice<Unicode.Scalar>] {
        var result: [ArraySlice<Unicode.Scalar>] = []
        let scalars = Array(pattern.unicodeScalars)
        var start = 0
        var at = 0
        while at < scalars.count {
            if scalars[at] == "\\" {
                at += 1
            } else if scalars[at] == "/" {
                result.append(scalars[start..<at])
                start = at + 1
            }
            at += 1
        }
        result.append(scalars[start...])
        return result
    }

    private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var text = ""
        text.unicodeScalars.append(contentsOf: scalars)
        return text
    }
}
