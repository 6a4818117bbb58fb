import YAMLTree

/// Reads TOML's words: names, strings, numbers.
struct TOMLScanner {
    typealias Problem = TOMLReader.Problem

    private let bytes: [UInt8]
    var place = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var next: UInt8? { place < bytes.count ? bytes[place] : nil }

    var line: Int { 1 + bytes[..<min(place, bytes.count)].count { $0 == 0x0A } }

    private func problem(_ text: String) -> Problem {
        Problem(description: "toml: line \(line): \(text)")
    }

    mutating func take(_ character: Character) -> Bool {
        guard let next, let wanted = character.asciiValue, next == wanted else { return false }
        place += 1
        return true
    }

    private mutating func take(_ text: String) -> Bool {
        guard bytes[place...].starts(with: text.utf8) else { return false }
        place += text.utf8.count
        return true
    }

    mutating func skipSpaces() {
        while let next, next == 0x20 || next == 0x09 { place += 1 }
    }

    mutating func skipComment() {
        guard next == UInt8(ascii: "#") else { return }
        while let next, next != 0x0A { place += 1 }
    }

    /// Spaces, line breaks and comments.
    mutating func skipBlank() {
        while let next {
            if next == 0x20 || next == 0x09 || next == 0x0A || next == 0x0D {
                place += 1
            } else if next == UInt8(ascii: "#") {
                skipComment()
            } else {
                return
            }
        }
    }

    mutating func bareWord() -> String {
        let start = place
        while let next, next == 0x2D || next == 0x5F || Self.isAlphanumeric(next) { place += 1 }
        return String(decoding: bytes[start..<place], as: UTF8.self)
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }

    // MARK: Strings

    mutating func string(allowsLines: Bool) throws(Problem) -> String {
        let isLiteral = next == UInt8(ascii: "'")
        let mark = isLiteral ? "'" : "\""
        if allowsLines, take(mark + mark + mark) {
            _ = take("\r\n") || take("\n")
            return try string(until: mark + mark + mark, isLiteral: isLiteral, allowsLines: true)
        }
        place += 1
        return try string(until: mark, isLiteral: isLiteral, allowsLines: false)
    }

    private mutating func string(
        until end: String, isLiteral: Bool, allowsLines: Bool
    ) throws(Problem) -> String {
        var result: [UInt8] = []
        while true {
            guard let byte = next else { throw problem("unexpected EOF; expected '\(end)'") }
            if take(end) {
                // Quotes right before the end belong to the text.
                while allowsLines, take(Character(String(end.prefix(1)))) {
                    result.append(end.utf8.first ?? 0)
                }
                return String(decoding: result, as: UTF8.self)
            }
            if byte == 0x0A, !allowsLines {
                throw problem("strings cannot contain newlines")
            }
            if byte == UInt8(ascii: "\\"), !isLiteral {
                try escape(into: &result, allowsLines: allowsLines)
            } else {
                result.append(byte)
                place += 1
            }
        }
    }

    private mutating func escape(
        into result: inout [UInt8], allowsLines: Bool
    ) throws(Problem) {
        place += 1
        guard let byte = next else { throw problem("unexpected EOF") }
        place += 1
        switch byte {
        case UInt8(ascii: "b"): result.append(8)
        case UInt8(ascii: "t"): result.append(9)
        case UInt8(ascii: "n"): result.append(10)
        case UInt8(ascii: "f"): result.append(12)
        case UInt8(ascii: "r"): result.append(13)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): result.append(byte)
        case UInt8(ascii: "u"): try unicode(4, into: &result)
        case UInt8(ascii: "U"): try unicode(8, into: &result)
        case 0x20, 0x09, 0x0A,
            0x0D where allowsLines:
            while let next, [0x20, 0x09, 0x0A, 0x0D].contains(next) { place += 1 }
        default:
            throw problem("invalid escape character '\(Unicode.Scalar(byte))'")
        }
    }

    private mutating func unicode(_ digits: Int, into result: inout [UInt8]) throws(Problem) {
        let end = min(place + digits, bytes.count)
        let text = String(decoding: bytes[place..<end], as: UTF8.self)
        guard let value = UInt32(text, radix: 16), let scalar = Unicode.Scalar(value) else {
            throw problem("escaped character '\\u\(text)' is not a valid UTF-8 code point")
        }
        place = end
        result += Array(String(Character(scalar)).utf8)
    }

    // MARK: Other scalars

    mutating func scalar() throws(Problem) -> YAMLValue {
        guard let byte = next else { throw problem("unexpected EOF; expected value") }
        if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
            return .string(try string(allowsLines: true))
        }
        let start = place
        while let next, next != 0x0A, next != 0x0D,
            ![0x2C, 0x5D, 0x7D, 0x23, 0x20, 0x09].contains(next)
        {
            place += 1
        }
        let word = String(decoding: bytes[start..<place], as: UTF8.self)
        switch word {
        case "true": return .bool(true)
        case "false": return .bool(false)
        case "inf", "+inf": return .float(.infinity)
        case "-inf": return .float(-.infinity)
        case "nan", "+nan", "-nan": return .float(.nan)
        default: break
        }
        if let date = try date(word) { return .string(date) }
        if let number = Self.number(word) { return number }
        throw problem("expected value but found \"\(word)\" instead")
    }

    /// Dates and times come out as text, as timestamps of YAML do. A space may stand where RFC 3339
    /// has a `T`.
    private mutating func date(_ word: String) throws(Problem) -> String? {
        guard TOMLDate.looksLike(word) else { return nil }
        var text = word
        if TOMLDate.isDate(word), next == 0x20 {
            let start = place + 1
            let end = bytes[start...].firstIndex { byte in
                !(0x30...0x3A).contains(byte) && ![0x2B, 0x2D, 0x2E, 0x5A, 0x7A].contains(byte)
            }
            let time = String(decoding: bytes[start..<(end ?? bytes.count)], as: UTF8.self)
            if TOMLDate.looksLike(time) {
                text += "T" + time
                place = end ?? bytes.count
            }
        }
        guard let date = TOMLDate.normalized(text) else {
            throw problem("invalid date or time: \"\(text)\"")
        }
        return date
    }

    private static func number(_ word: String) -> YAMLValue? {
        let digits = word.filter { $0 != "_" }
        if word.hasPrefix("_") || word.hasSuffix("_") || word.contains("__") { return nil }
        for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] where digits.hasPrefix(prefix) {
            return Int(digits.dropFirst(2), radix: radix).map { .int($0) }
        }
        let body = digits.drop { $0 == "+" || $0 == "-" }
        guard let first = body.first, ("0"..."9").contains(first) else { return nil }
        if let int = Int(digits.hasPrefix("+") ? String(digits.dropFirst()) : digits) {
            return body.count > 1 && first == "0" ? nil : .int(int)
        }
        guard digits.allSatisfy({ "0123456789.eE+-".contains($0) }) else { return nil }
        return Double(digits).map { .float($0) }
    }
}
