/// Escapes, and sets of characters in brackets.
extension RegularExpressionParser {
    mutating func escape() throws(Problem) -> Tree {
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

    mutating func characterClass() throws(Problem) -> CharacterSet {
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
            while end + 1 < scalars.count, !(scalars[end] == ":" && scalars[end + 1] == "]") {
                end += 1
            }
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
