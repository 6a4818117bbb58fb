/// Reads the syntax of RE2.
struct RegularExpressionParser {
    typealias Tree = RegularExpressionTree
    typealias Problem = RegularExpressionTree.Problem

    struct Flags {
        var foldsCase = false
        var isMultiline = false
        var dotMatchesNewline = false
        var isUngreedy = false
    }

    let scalars: [Unicode.Scalar]
    var place = 0
    var flags = Flags()
    private var depth = 0
    private(set) var groupCount = 0
    private(set) var names: [String: Int] = [:]

    init(_ pattern: String) { scalars = Array(pattern.unicodeScalars) }

    mutating func parse() throws(Problem) -> Tree {
        let tree = try choice()
        if place < scalars.count { throw Problem("unexpected )", text(from: 0)) }
        return tree
    }

    func text(from start: Int, to end: Int? = nil) -> String {
        var text = String.UnicodeScalarView()
        text.append(
            contentsOf: scalars[
                min(start, scalars.count)..<min(end ?? scalars.count, scalars.count)])
        return String(text)
    }

    var next: Unicode.Scalar? { place < scalars.count ? scalars[place] : nil }

    mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard next == scalar else { return false }
        place += 1
        return true
    }

    func looksAt(_ text: String) -> Bool {
        scalars[place...].starts(with: text.unicodeScalars)
    }

    // MARK: Structure

    private mutating func choice() throws(Problem) -> Tree {
        depth += 1
        defer { depth -= 1 }
        guard depth <= 200 else { throw Problem("expression nests too deeply", text(from: 0)) }
        let outer = flags
        defer { flags = outer }
        var branches = [try sequence()]
        while take("|") { branches.append(try sequence()) }
        return branches.count == 1 ? branches[0] : .choice(branches)
    }

    private mutating func sequence() throws(Problem) -> Tree {
        var parts: [Tree] = []
        while let scalar = next, scalar != "|", scalar != ")" {
            let start = place
            guard let part = try atom() else { continue }
            parts.append(try repetitions(of: part, from: start))
        }
        return parts.count == 1 ? parts[0] : .sequence(parts)
    }

    private mutating func repetitions(of part: Tree, from start: Int) throws(Problem) -> Tree {
        var part = part
        var count = 0
        while let scalar = next {
            let least: Int
            let most: Int?
            switch scalar {
            case "*": (least, most) = (0, nil)
            case "+": (least, most) = (1, nil)
            case "?": (least, most) = (0, 1)
            case "{":
                guard let bounds = try bounds() else { return part }
                (least, most) = bounds
            default: return part
            }
            if scalar != "{" { place += 1 }
            let isLazy = take("?")
            count += 1
            guard count == 1 else {
                throw Problem(
                    "invalid nested repetition operator", text(from: start + 1, to: place))
            }
            part = .repeated(part, least: least, most: most, isGreedy: isLazy == flags.isUngreedy)
        }
        return part
    }

    /// `{2}`, `{2,}`, `{2,5}`; nil when the brace stands for itself.
    private mutating func bounds() throws(Problem) -> (Int, Int?)? {
        let start = place
        var end = place + 1
        while end < scalars.count, scalars[end] != "}", end - start < 12 { end += 1 }
        guard end < scalars.count, scalars[end] == "}" else { return nil }
        let inner = text(from: start + 1, to: end)
        let pieces = inner.split(separator: ",", omittingEmptySubsequences: false)
        guard let least = pieces.first.flatMap({ Int($0) }), pieces.count <= 2, least >= 0 else {
            return nil
        }
        var most: Int? = least
        if pieces.count == 2 {
            most = Int(pieces[1])
            if most == nil, !pieces[1].isEmpty { return nil }
        }
        guard least <= 1000, most ?? 0 <= 1000, most.map({ $0 >= least }) ?? true else {
            throw Problem("invalid repeat count", text(from: start, to: end + 1))
        }
        place = end + 1
        return (least, most)
    }

    private mutating func atom() throws(Problem) -> Tree? {
        let scalar = scalars[place]
        place += 1
        switch scalar {
        case "(": return try group()
        case "[": return .set(try characterClass())
        case ".":
            return .set(
                flags.dotMatchesNewline
                    ? CharacterSet([], isNegated: true)
                    : CharacterSet([0x0A...0x0A], isNegated: true))
        case "^": return .assertion(flags.isMultiline ? .lineStart : .textStart)
        case "$": return .assertion(flags.isMultiline ? .lineEnd : .textEnd)
        case "*", "+", "?":
            throw Problem("missing argument to repetition operator", String(Character(scalar)))
        case "\\": return try escape()
        default: return literal(scalar)
        }
    }

    func literal(_ scalar: Unicode.Scalar) -> Tree {
        var set = CharacterSet([scalar.value...scalar.value])
        if flags.foldsCase { set.foldCase() }
        return .set(set)
    }

    // MARK: Groups

    private mutating func group() throws(Problem) -> Tree? {
        let start = place - 1
        var number: Int?
        if take("?") {
            if looksAt("P<") || looksAt("<") {
                _ = take("P")
                place += 1
                number = try name(from: start)
            } else if try !groupFlags(from: start) {
                return nil
            }
        } else {
            groupCount += 1
            number = groupCount
        }
        let outer = flags
        let inner = try choice()
        flags = outer
        guard take(")") else { throw Problem("missing closing )", text(from: 0)) }
        flags = saved ?? flags
        saved = nil
        return number.map { .group(inner, number: $0) } ?? inner
    }

    /// The flags to go back to after a group that set its own.
    private var saved: Flags?

    private mutating func name(from start: Int) throws(Problem) -> Int {
        let begin = place
        while next != nil, next != ">" { place += 1 }
        let name = text(from: begin, to: place)
        guard take(">"), !name.isEmpty,
            name.unicodeScalars.allSatisfy({ CharacterSet.named("w")?.contains($0) ?? false })
        else { throw Problem("invalid named capture", text(from: start, to: place)) }
        guard names[name] == nil else { throw Problem("duplicate capture group name", name) }
        groupCount += 1
        names[name] = groupCount
        return groupCount
    }

    /// - Returns: false when the flags hold for what follows, and no group began.
    private mutating func groupFlags(from start: Int) throws(Problem) -> Bool {
        let before = flags
        var value = true
        while let scalar = next {
            place += 1
            switch scalar {
            case "i": flags.foldsCase = value
            case "m": flags.isMultiline = value
            case "s": flags.dotMatchesNewline = value
            case "U": flags.isUngreedy = value
            case "-" where value: value = false
            case ")": return false
            case ":":
                saved = before
                return true
            default:
                throw Problem("invalid or unsupported Perl syntax", text(from: start, to: place))
            }
        }
        throw Problem("missing closing )", text(from: 0))
    }
}
