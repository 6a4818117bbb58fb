import YAMLTree

/// Reads JSON: keys in sorted order, the last of equal keys, numbers as floats.
struct JSONReader {
    private let bytes: [UInt8]
    private var place = 0
    private var depth = 0
    private static let maximumDepth = 1000

    private struct Problem: Error {
        let text: String
    }

    static func read(_ bytes: [UInt8]) throws -> YAMLValue {
        var reader = JSONReader(bytes: bytes)
        do {
            let value = try reader.value("looking for beginning of value")
            reader.skipSpace()
            if reader.place < bytes.count { throw reader.unexpected("after top-level value") }
            return value
        } catch let problem as Problem {
            throw TemplateFailure(problem.text)
        }
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private mutating func skipSpace() {
        while place < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[place]) { place += 1 }
    }

    private func unexpected(_ where: String) -> Problem {
        guard place < bytes.count else { return Problem(text: "unexpected end of JSON input") }
        let character: String
        switch bytes[place] {
        case UInt8(ascii: "'"): character = "'\\''"
        case UInt8(ascii: "\""): character = "'\"'"
        case 0x20..<0x7F: character = "'\(Unicode.Scalar(bytes[place]))'"
        case 0x0A: character = "'\\n'"
        case let byte:
            let digits = String(byte, radix: 16)
            character = "'\\x\(digits.count < 2 ? "0" : "")\(digits)'"
        }
        return Problem(text: "invalid character \(character) \(`where`)")
    }

    private mutating func value(_ expectation: String) throws(Problem) -> YAMLValue {
        skipSpace()
        guard place < bytes.count else { throw unexpected("") }
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.maximumDepth else { throw Problem(text: "exceeded max depth") }
        switch bytes[place] {
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try array()
        case UInt8(ascii: "\""): return Self.text(try string())
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        default: throw unexpected(expectation)
        }
    }

    private static func text(_ bytes: [UInt8]) -> YAMLValue {
        .string(String(decoding: bytes, as: UTF8.self))
    }

    private mutating func literal(
        _ word: StaticString, _ value: YAMLValue
    ) throws(Problem) -> YAMLValue {
        let letters = Array(word.description.utf8)
        for (index, letter) in letters.enumerated() {
            guard place < bytes.count, bytes[place] == letter else {
                throw unexpected(
                    "in literal \(word) (expecting '\(Unicode.Scalar(letters[index]))')")
            }
            place += 1
        }
        return value
    }

    private mutating func digits(_ expectation: String) throws(Problem) {
        guard place < bytes.count, (0x30...0x39).contains(bytes[place]) else {
            throw unexpected(expectation)
        }
        while place < bytes.count, (0x30...0x39).contains(bytes[place]) { place += 1 }
    }

    private mutating func number() throws(Problem) -> YAMLValue {
        let start = place
        if bytes[place] == UInt8(ascii: "-") { place += 1 }
        if place < bytes.count, bytes[place] == 0x30 {
            place += 1
        } else {
            try digits("in numeric literal")
        }
        if place < bytes.count, bytes[place] == UInt8(ascii: ".") {
            place += 1
            try digits("after decimal point in numeric literal")
        }
        if place < bytes.count, bytes[place] | 0x20 == UInt8(ascii: "e") {
            place += 1
            if place < bytes.count, bytes[place] == 0x2B || bytes[place] == 0x2D { place += 1 }
            try digits("in exponent of numeric literal")
        }
        let text = String(decoding: bytes[start..<place], as: UTF8.self)
        guard let number = Double(text), number.isFinite else {
            throw Problem(
                text: "json: cannot unmarshal number \(text) into Go value of type float64")
        }
        return .float(number)
    }

    // MARK: Strings

    private mutating func string() throws(Problem) -> [UInt8] {
        place += 1
        var result: [UInt8] = []
        while true {
            guard place < bytes.count else { throw unexpected("") }
            switch bytes[place] {
            case UInt8(ascii: "\""):
                place += 1
                return result
            case UInt8(ascii: "\\"): try escape(&result)
            case 0..<0x20: throw unexpected("in string literal")
            case let byte:
                result.append(byte)
                place += 1
            }
        }
    }

    private mutating func escape(_ result: inout [UInt8]) throws(Problem) {
        place += 1
        guard place < bytes.count else { throw unexpected("") }
        let plain: [UInt8: UInt8] = [
            0x22: 0x22, 0x5C: 0x5C, 0x2F: 0x2F, 0x62: 8, 0x66: 12, 0x6E: 10, 0x72: 13, 0x74: 9,
        ]
        if let byte = plain[bytes[place]] {
            result.append(byte)
            place += 1
            return
        }
        guard bytes[place] == UInt8(ascii: "u") else { throw unexpected("in string escape code") }
        place += 1
        var unit = try hexadecimal()
        if (0xD800..<0xDC00).contains(unit), place + 1 < bytes.count,
            bytes[place] == UInt8(ascii: "\\"), bytes[place + 1] == UInt8(ascii: "u")
        {
            let before = place
            place += 2
            let low = try hexadecimal()
            if (0xDC00..<0xE000).contains(low) {
                unit = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
            } else {
                place = before
            }
        }
        let scalar = Unicode.Scalar(unit) ?? "\u{FFFD}"
        result += Array(String(Character(scalar)).utf8)
    }

    private mutating func hexadecimal() throws(Problem) -> UInt32 {
        var result: UInt32 = 0
        for _ in 0..<4 {
            guard place < bytes.count else { throw unexpected("") }
            guard let digit = Character(Unicode.Scalar(bytes[place])).hexDigitValue else {
                throw unexpected("in \\u hexadecimal character escape")
            }
            result = result << 4 + UInt32(digit)
            place += 1
        }
        return result
    }

    // MARK: Collections

    private mutating func array() throws(Problem) -> YAMLValue {
        place += 1
        var items: [ArrayItem] = []
        skipSpace()
        if place < bytes.count, bytes[place] == UInt8(ascii: "]") {
            place += 1
            return .array(ArrayNode(items))
        }
        while true {
            items.append(ArrayItem(try value("looking for beginning of value")))
            skipSpace()
            guard place < bytes.count else { throw unexpected("") }
            switch bytes[place] {
            case UInt8(ascii: ","): place += 1
            case UInt8(ascii: "]"):
                place += 1
                return .array(ArrayNode(items))
            default: throw unexpected("after array element")
            }
        }
    }

    private mutating func object() throws(Problem) -> YAMLValue {
        place += 1
        var values: [String: YAMLValue] = [:]
        skipSpace()
        if place < bytes.count, bytes[place] == UInt8(ascii: "}") {
            place += 1
            return .map(MapNode())
        }
        while true {
            skipSpace()
            guard place < bytes.count, bytes[place] == UInt8(ascii: "\"") else {
                throw unexpected("looking for beginning of object key string")
            }
            let key = String(decoding: try string(), as: UTF8.self)
            skipSpace()
            guard place < bytes.count, bytes[place] == UInt8(ascii: ":") else {
                throw unexpected("after object key")
            }
            place += 1
            values[key] = try value("looking for beginning of value")
            skipSpace()
            guard place < bytes.count else { throw unexpected("") }
            switch bytes[place] {
            case UInt8(ascii: ","): place += 1
            case UInt8(ascii: "}"):
                place += 1
                let keys = values.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
                return .map(
                    MapNode(keys.map { MapItem(key: .string($0), value: values[$0] ?? .null) }))
            default: throw unexpected("after object key:value pair")
            }
        }
    }
}
