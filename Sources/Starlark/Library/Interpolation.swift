/// What `"…" % value` does.
struct Interpolation {
    private let values: Value
    private let count: Int
    private var printer = Printer()
    private var next = 0

    private init(_ values: Value) {
        self.values = values
        if case .tuple(let tuple) = values { count = tuple.count } else { count = 1 }
    }

    static func interpolate(_ format: ByteString, _ values: Value) throws -> ByteString {
        var interpolation = Interpolation(values)
        try interpolation.write(format.array[...])
        return interpolation.printer.string
    }

    private mutating func write(_ format: ArraySlice<UInt8>) throws {
        var rest = format
        while let byte = rest.popFirst() {
            if byte != UInt8(ascii: "%") {
                printer.write(byte: byte)
            } else if rest.first == byte {
                printer.write(byte: byte)
                rest.removeFirst()
            } else {
                let value = try argument(&rest)
                guard let verb = rest.popFirst() else { throw Failure("incomplete format") }
                try write(value, verb)
                next += 1
            }
        }
        if next < count { throw Failure("too many arguments for format string") }
    }

    private func argument(_ rest: inout ArraySlice<UInt8>) throws -> Value {
        if rest.first == UInt8(ascii: "(") { return try namedArgument(&rest) }
        if next >= count { throw Failure("not enough arguments for format string") }
        if case .tuple(let tuple) = values { return tuple.elements[next] }
        return values
    }

    private func namedArgument(_ rest: inout ArraySlice<UInt8>) throws -> Value {
        rest.removeFirst()
        guard let closing = rest.firstIndex(of: UInt8(ascii: ")")) else {
            throw Failure("incomplete format key")
        }
        let key = Value.string(ByteString.bytes(rest[..<closing]))
        rest = rest[(closing + 1)...]
        let found: Value?
        switch values {
        case .dict(let dict): found = try? dict.find(key)
        case .object(let object) where object.isMapping: found = try? object.lookUp(key)
        default: throw Failure("format requires a mapping")
        }
        guard let found else { throw Failure("key not found: \(key.displayText)") }
        return found
    }

    private mutating func write(_ value: Value, _ verb: UInt8) throws {
        switch verb {
        case UInt8(ascii: "s"):
            if case .string(let string) = value {
                printer.write(string)
            } else {
                printer.write(value)
            }
        case UInt8(ascii: "r"): printer.write(value)
        case UInt8(ascii: "c"): try writeCharacter(value)
        case UInt8(ascii: "d"), UInt8(ascii: "i"), UInt8(ascii: "o"), UInt8(ascii: "x"),
            UInt8(ascii: "X"):
            try writeInteger(value, verb)
        case UInt8(ascii: "e"), UInt8(ascii: "f"), UInt8(ascii: "g"), UInt8(ascii: "E"),
            UInt8(ascii: "F"), UInt8(ascii: "G"):
            try writeFloat(value, Character(Unicode.Scalar(verb)))
        default: throw Failure("unknown conversion %\(Character(Unicode.Scalar(verb)))")
        }
    }

    private mutating func writeInteger(_ value: Value, _ verb: UInt8) throws {
        if case .int(let int) = value, verb == UInt8(ascii: "d") {
            printer.write(value: int)
            return
        }
        let letter = Character(Unicode.Scalar(verb))
        let number: BigInteger
        do { number = try Operators.wholeNumber(value) } catch let failure as Failure {
            throw Failure("%\(letter) format requires integer: \(failure.message)")
        }
        let radix = letter == "o" ? 8 : letter == "x" || letter == "X" ? 16 : 10
        printer.write(number.text(radix: radix, uppercase: letter == "X"))
    }

    private mutating func writeFloat(_ value: Value, _ letter: Character) throws {
        guard let number = value.asDouble else {
            throw Failure("%\(letter) format requires float, not \(value.typeName)")
        }
        let text: String
        switch letter {
        case "e", "E": text = FloatText.scientific(number)
        case "f", "F": text = FloatText.fixed(number)
        default: text = FloatText.shortest(number)
        }
        let hasLargeExponent = number.isFinite && letter.isUppercase
        printer.write(hasLargeExponent ? text.uppercased() : text)
    }

    private mutating func writeCharacter(_ value: Value) throws {
        switch value {
        case .int(let number):
            guard number >= 0, number <= 0x10FFFF else { throw invalidCodePoint(value) }
            let scalar = Unicode.Scalar(UInt32(number)) ?? UTF8Reading.replacement
            printer.write(String(Character(scalar)))
        case .big: throw invalidCodePoint(value)
        case .string(let string):
            if string.scalarCount != 1 {
                throw Failure("%c format requires a single-character string")
            }
            printer.write(
                String(Character(string.withBytes { UTF8Reading.scalar(in: $0, at: 0).0 })))
        default:
            throw Failure(
                "%c format requires int or single-character string, not \(value.typeName)")
        }
    }

    private func invalidCodePoint(_ value: Value) -> Failure {
        Failure("%c format requires a valid Unicode code point, got \(value.representation)")
    }
}
