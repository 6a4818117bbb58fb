/// A pattern for one name between two slashes, without braces.
struct NamePattern: Hashable, Sendable {
    private enum Part: Hashable, Sendable {
        case scalar(Unicode.Scalar)
        case any
        case run
        case oneOf([ClosedRange<Unicode.Scalar>], isNegated: Bool)

        func matches(_ scalar: Unicode.Scalar) -> Bool {
            switch self {
            case .scalar(let own): own == scalar
            case .any, .run: true
            case .oneOf(let ranges, let isNegated):
                ranges.contains { $0.contains(scalar) } != isNegated
            }
        }
    }

    private let parts: [Part]
    /// `**` alone: any number of folders, and none.
    let isAnyFolders: Bool

    init(_ text: ArraySlice<Unicode.Scalar>) throws(PatternProblem) {
        isAnyFolders = Array(text) == ["*", "*"]
        var parts: [Part] = []
        var rest = text
        while let scalar = rest.popFirst() {
            switch scalar {
            case "\\":
                guard let escaped = rest.popFirst() else {
                    throw PatternProblem(reason: "A backslash stands at its end.")
                }
                parts.append(.scalar(escaped))
            case "*": if parts.last != .run { parts.append(.run) }
            case "?": parts.append(.any)
            case "[": parts.append(try Self.oneOf(&rest))
            default: parts.append(.scalar(scalar))
            }
        }
        self.parts = parts
    }

    private static func oneOf(
        _ rest: inout ArraySlice<Unicode.Scalar>
    ) throws(PatternProblem) -> Part {
        var isNegated = false
        if let first = rest.first, first == "^" || first == "!" {
            isNegated = true
            rest = rest.dropFirst()
        }
        var ranges: [ClosedRange<Unicode.Scalar>] = []
        while rest.first != "]" {
            let low = try classScalar(&rest)
            var high = low
            if rest.first == "-" {
                rest = rest.dropFirst()
                high = try classScalar(&rest)
            }
            // A range that runs backwards matches nothing, as in the reference.
            if low <= high { ranges.append(low...high) }
        }
        rest = rest.dropFirst()
        guard !ranges.isEmpty || isNegated else {
            throw PatternProblem(reason: "A bracket holds nothing.")
        }
        return .oneOf(ranges, isNegated: isNegated)
    }

    private static func classScalar(
        _ rest: inout ArraySlice<Unicode.Scalar>
    ) throws(PatternProblem) -> Unicode.Scalar {
        guard let scalar = rest.popFirst(), scalar != "-", scalar != "]" else {
            throw PatternProblem(reason: "A bracket is not closed, or holds a range that is none.")
        }
        guard scalar == "\\" else { return scalar }
        guard let escaped = rest.popFirst() else {
            throw PatternProblem(reason: "A bracket is not closed.")
        }
        return escaped
    }

    /// Runs are tried shortest first; only the last one is ever taken back, so time stays linear
    /// in pattern times name.
    func matches(_ name: [Unicode.Scalar]) -> Bool {
        var part = 0
        var at = 0
        var run: (part: Int, at: Int)?
        while at < name.count {
            if part < parts.count, parts[part] == .run {
                run = (part, at)
                part += 1
            } else if part < parts.count, parts[part].matches(name[at]) {
                part += 1
                at += 1
            } else if let last = run {
                run = (last.part, last.at + 1)
                (part, at) = (last.part + 1, last.at + 1)
            } else {
                return false
            }
        }
        return parts[part...].allSatisfy { $0 == .run }
    }
}
