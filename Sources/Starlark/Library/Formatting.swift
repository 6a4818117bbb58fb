/// What `"…".format(…)` does.
struct Formatting {
    private let arguments: Arguments
    private var printer = Printer()
    private var next = 0
    private var isAutomatic = false
    private var isManual = false

    private init(_ arguments: Arguments) { self.arguments = arguments }

    static func format(_ format: ByteString, _ arguments: Arguments) throws -> ByteString {
        var formatting = Formatting(arguments)
        try formatting.write(format.array[...])
        return formatting.printer.string
    }

    private mutating func write(_ format: ArraySlice<UInt8>) throws {
        var rest = format
        while true {
            let opening = rest.firstIndex(of: UInt8(ascii: "{"))
            try writePlain(rest[..<(opening ?? rest.endIndex)])
            guard let opening else { return }
            rest = rest[(opening + 1)...]
            if rest.first == UInt8(ascii: "{") {
                printer.write("{")
                rest.removeFirst()
                continue
            }
            guard let closing = rest.firstIndex(of: UInt8(ascii: "}")) else {
                throw Failure("format: unmatched '{' in format")
            }
            try writeField(rest[..<closing])
            rest = rest[(closing + 1)...]
        }
    }

    /// Between fields a closing brace stands for itself only when doubled.
    private mutating func writePlain(_ text: ArraySlice<UInt8>) throws {
        var rest = text
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "}") {
                if rest.popFirst() != byte { throw Failure("format: single '}' in format") }
            }
            printer.write(byte: byte)
        }
    }

    private mutating func writeField(_ field: ArraySlice<UInt8>) throws {
        var name = field
        var conversion: ArraySlice<UInt8>?
        var specification: ArraySlice<UInt8> = []
        if let mark = field.firstIndex(of: UInt8(ascii: "!")) {
            name = field[..<mark]
            conversion = field[(mark + 1)...]
        }
        let last = conversion ?? name
        if let colon = last.firstIndex(of: UInt8(ascii: ":")) {
            specification = last[(colon + 1)...]
            if conversion == nil { name = last[..<colon] } else { conversion = last[..<colon] }
        }
        let value = try argument(name)
        if !specification.isEmpty {
            throw Failure(
                "format spec features not supported in replacement fields: "
                    + String(decoding: specification, as: UTF8.self))
        }
        try write(value, conversion.map { String(decoding: $0, as: UTF8.self) } ?? "s")
    }

    private mutating func write(_ value: Value, _ conversion: String) throws {
        switch conversion {
        case "s":
            if case .string(let string) = value {
                printer.write(string)
            } else {
                printer.write(value)
            }
        case "r": printer.write(value)
        default:
            let quoted = Printer.quoted(ByteString.text(conversion))
            throw Failure("format: unknown conversion \(quoted)")
        }
    }

    private mutating func argument(_ name: ArraySlice<UInt8>) throws -> Value {
        if name.isEmpty {
            if isManual {
                throw Failure(
                    "format: cannot switch from manual field specification to "
                        + "automatic field numbering")
            }
            isAutomatic = true
            next += 1
            return try positional(next - 1)
        }
        if let number = Self.decimal(name) {
            if isAutomatic {
                throw Failure(
                    "format: cannot switch from automatic field numbering to "
                        + "manual field specification")
            }
            isManual = true
            return try positional(number)
        }
        return try named(String(decoding: name, as: UTF8.self))
    }

    private static func decimal(_ name: ArraySlice<UInt8>) -> Int? {
        var number = 0
        for byte in name {
            guard byte >= 0x30, byte <= 0x39 else { return nil }
            let (scaled, overflow) = number.multipliedReportingOverflow(by: 10)
            let (sum, tooLarge) = scaled.addingReportingOverflow(Int(byte) - 0x30)
            if overflow || tooLarge { return nil }
            number = sum
        }
        return number
    }

    private func positional(_ number: Int) throws -> Value {
        if number >= arguments.positionalCount {
            throw Failure("format: tuple index out of range")
        }
        return arguments[number]
    }

    private func named(_ name: String) throws -> Value {
        if let value = arguments.named(name) { return value }
        if name.contains(".") {
            throw Failure(
                "format: attribute syntax x.y is not supported in replacement fields: \(name)")
        }
        if name.contains("[") {
            throw Failure(
                "format: element syntax a[i] is not supported in replacement fields: \(name)")
        }
        if name.contains("{") {
            throw Failure("format: nested replacement fields not supported")
        }
        throw Failure("format: keyword \(name) not found")
    }
}
