/// Reads the syntax of RE2.
struct RegularExpressionParser {
    typealias Tree = RegularExpressionTree
    typealias Problem = RegularExpressionTree.Problem

    private struct Flags {
        var foldsCase = false
        var isMultiline = false
        var dotMatchesNewline = false
        var isUngreedy = false
    }

    private let scalars: [Unicode.Scalar]
    private var place = 0
    private var flags = Flags()
    private var depth = 0
    private(set) var groupCount = 0
    private(set) var names: [String: Int] = [:]

    init(_ pattern: String) { scalars = Array(pattern.unicodeScalars) }

    mutating func parse() throws(Problem) -> Tree {
        let tree = try choice()
        if place < scalars.count { throw Problem("unexpected )", text(from: 0)) }
        return tree
    }

    private func text(from start: Int, to end: Int? = nil) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars[min(start, scalars.count)..<min(end ?? scalars.count, scalars.count)])
        return String(text)
    }

    private var next: Unicode.Scalar? { place < scalars.count ? scalars[place] : nil }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard next == scalar else { return false }
        place += 1
        return true
    }

    private func looksAt(_ text: String) -> Bool {
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
            let before = place
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
                throw Problem("invalid nested repetition operator", text(from: start + 1, to: place))
            }
            _ = before
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
        guard let least = pieces.first.flatMap({ Int($0) }), pieces.count <= 2, least >= 0 else { return nil }
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
                    ? CharacterSet([], isNegated: true) : CharacterSet([0x0A...0x0A], isNegated: true))
        case "^": return .assertion(flags.isMultiline ? .lineStart : .textStart)
        case "$": return .assertion(flags.isMultiline ? .lineEnd : .textEnd)
        case "*", "+", "?":
            throw Problem("missing argument to repetition operator", String(Character(scalar)))
        case "\\": return try escape()
        default: return literal(scalar)
        }
    }

    private func literal(_ scalar: Unicode.Scalar) -> Tree {
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
        while let scalar = next, scalar != ">" { place += 1; _ = scalar }
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

    // MARK: Escapes and classes

    private mutating func escape() throws(Problem) -> Tree {
        guard let scalar = next else {
            throw Problem("trailing backslash at end of expression", "")
        }
        place += 1
        switch scalar {
        case "A": return .assertion(.textStart)
        case "z": return .assertion(.textEnd)
        case "b": return .assertion(.wordBoundary)
        case "B": return .assertion(.noWordBoundary)
        case "Q":
            var parts: [Tree] = []
            while place < scalars.count, !looksAt("\\E") {
                parts.append(literal(scalars[place]))
                place += 1
            }
            if place < scalars.count { place += 2 }
            return .sequence(parts)
        default: break
        }
        place -= 1
        if let set = try classEscape() { return .set(set) }
        return literal(try escapedScalar())
    }

    /// `\d`, `\pL` and so on, after the backslash.
    private mutating func classEscape() throws(Problem) -> CharacterSet? {
        guard let scalar = next else { return nil }
        let name = String(Character(scalar))
        if "dDwWsS".contains(name) {
            place += 1
            return CharacterSet.named(name)
        }
        guard scalar == "p" || scalar == "P" else { return nil }
        let start = place - 1
        place += 1
        var isNegated = scalar == "P"
        var category = ""
        if take("{") {
            if take("^") { isNegated.toggle() }
            while let letter = next, letter != "}" {
                category.unicodeScalars.append(letter)
                place += 1
            }
            place += 1
        } else if let letter = next {
            category = String(Character(letter))
            place += 1
        }
        guard CharacterSet.categoryNames.contains(category) else {
            throw Problem("invalid character class range", text(from: start, to: place))
        }
        var set = CharacterSet()
        set.addCategory(category, isNegated: isNegated)
        return set
    }

    /// The character an escape stands for, after the backslash.
    private mutating func escapedScalar() throws(Problem) -> Unicode.Scalar {
        let start = place - 1
        guard let scalar = next else {
            throw Problem("trailing backslash at end of expression", "")
        }
        place += 1
        switch scalar {
        case "n": return "\n"
        case "t": return "\t"
        case "r": return "\r"
        case "f": return "\u{0C}"
        case "v": return "\u{0B}"
        case "a": return "\u{07}"
        case "x":
            var digits = ""
            if take("{") {
                while let digit = next, digit != "}" {
                    digits.unicodeScalars.append(digit)
                    place += 1
                }
                place += 1
            } else {
                digits = text(from: place, to: place + 2)
                place += 2
            }
            if let value = UInt32(digits, radix: 16), let result = Unicode.Scalar(value) {
                return result
            }
        case "0"..."7":
            var value = scalar.value - 0x30
            for _ in 0..<2 {
                guard let digit = next, ("0"..."7").contains(digit) else { break }
                value = value * 8 + digit.value - 0x30
                place += 1
            }
            if scalar == "0" || value > 7, let result = Unicode.Scalar(value) { return result }
        default:
            let isWord = CharacterSet.named("w")?.contains(scalar) ?? false
            if !isWord, scalar.isASCII || scalar == "_" { return scalar }
        }
        throw Problem("invalid escape sequence", text(from: start, to: place))
    }

    private mutating func characterClass() throws(Problem) -> CharacterSet {
        let start = place - 1
        var set = CharacterSet()
        let isNegated = take("^")
        var isFirst = true
        while true {
            guard let scalar = next else {
                throw Problem("missing closing ]", text(from: start))
            }
            if scalar == "]", !isFirst {
                place += 1
                break
            }
            isFirst = false
            try classItem(scalar, into: &set)
        }
        if isNegated { set.negate() }
        if flags.foldsCase { set.foldCase() }
        return set
    }

    private mutating func classItem(
        _ scalar: Unicode.Scalar, into set: inout CharacterSet
    ) throws(Problem) {
        let start = place
        if looksAt("[:") {
            var end = place + 2
            while end + 1 < scalars.count, !(scalars[end] == ":" && scalars[end + 1] == "]") { end += 1 }
            if end + 1 < scalars.count {
                var name = text(from: place + 2, to: end)
                let isNegated = name.hasPrefix("^")
                if isNegated { name.removeFirst() }
                guard var named = CharacterSet.named(name), name.count > 1 else {
                    throw Problem("invalid character class range", text(from: start, to: end + 2))
                }
                if isNegated { named.negate() }
                set.add(named)
                place = end + 2
                return
            }
        }
        place += 1
        if scalar == "\\", let named = try classEscape() { return set.add(named) }
        let low = scalar == "\\" ? try escapedScalar() : scalar
        guard next == "-", place + 1 < scalars.count, scalars[place + 1] != "]" else {
            return set.add(low.value...low.value)
        }
        place += 1
        let highScalar = scalars[place]
        place += 1
        let high = highScalar == "\\" ? try escapedScalar() : highScalar
        guard low.value <= high.value else {
            throw Problem("invalid character class range", text(from: start, to: place))
        }
        set.add(low.value...high.value)
    }
}
