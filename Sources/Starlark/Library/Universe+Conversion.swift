/// Builtins that make one kind of value into another.
extension Universe {
    static var conversionBuiltins: [Builtin] {
        [
            (
                "bool",
                { _, arguments in
                    try arguments.requirePositional(0...1, of: "bool")
                    return .bool(arguments.positionalCount == 1 && arguments[0].truth)
                }
            ),
            ("chr", { _, arguments in .string(try character(arguments)) }),
            ("float", { _, arguments in .float(try float(arguments)) }),
            ("hash", { _, arguments in .int(try hash(arguments)) }),
            ("int", { _, arguments in .integer(try integer(arguments)) }),
            ("ord", { _, arguments in .int(try codePoint(arguments)) }),
            (
                "repr",
                { _, arguments in
                    try arguments.requirePositional(1...1, of: "repr")
                    return .string(arguments[0].representation)
                }
            ),
            (
                "str",
                { _, arguments in
                    try refuseNames(arguments, "str")
                    try requireOne(arguments, "str", "exactly 1")
                    return .string(arguments[0].displayString)
                }
            ),
        ]
    }

    static func requireOne(_ arguments: Arguments, _ function: String, _ want: String) throws {
        if arguments.positionalCount != 1 {
            throw Failure("\(function): got \(arguments.positionalCount) arguments, want \(want)")
        }
    }

    private static func character(_ arguments: Arguments) throws -> ByteString {
        try refuseNames(arguments, "chr")
        try requireOne(arguments, "chr", "1")
        guard let number = try? arguments[0].smallInt() else {
            throw Failure("chr: got \(arguments[0].typeName), want int")
        }
        if number < 0 { throw Failure("chr: Unicode code point \(number) out of range (<0)") }
        if number > 0x10FFFF {
            let hex = String(number, radix: 16, uppercase: true)
            throw Failure("chr: Unicode code point U+\(hex) out of range (>0x10FFFF)")
        }
        let scalar = Unicode.Scalar(UInt32(number)) ?? UTF8Reading.replacement
        return ByteString.text(String(Character(scalar)))
    }

    private static func codePoint(_ arguments: Arguments) throws -> Int {
        try refuseNames(arguments, "ord")
        try requireOne(arguments, "ord", "1")
        guard case .string(let string) = arguments[0] else {
            throw Failure("ord: got \(arguments[0].typeName), want string")
        }
        let count = string.scalarCount
        if count != 1 {
            throw Failure("ord: string encodes \(count) Unicode code points, want 1")
        }
        return string.withBytes { Int(UTF8Reading.scalar(in: $0, at: 0).0.value) }
    }

    private static func float(_ arguments: Arguments) throws -> Double {
        try refuseNames(arguments, "float")
        if arguments.positionalCount == 0 { return 0 }
        if arguments.positionalCount != 1 {
            throw Failure("float got \(arguments.positionalCount) arguments, wants 1")
        }
        switch arguments[0] {
        case .bool(let bool): return bool ? 1 : 0
        case .string(let string):
            do { return try FloatText.parse(string.text) } catch {
                throw Failure(
                    "float: strconv.ParseFloat: parsing \(Printer.quoted(string)): "
                        + error.rawValue)
            }
        default:
            if let number = arguments[0].asDouble { return number }
            throw Failure("float got \(arguments[0].typeName), want number or string")
        }
    }

    /// The same for a string in every run and every program: that of Java's `String.hashCode`,
    /// though code points beyond 16 bits count as one.
    private static func hash(_ arguments: Arguments) throws -> Int {
        try arguments.requirePositional(1...1, of: "hash")
        var hash: Int32 = 0
        try arguments.string(0, of: "hash")?.forEachScalar { scalar, _ in
            hash = hash &* 31 &+ Int32(truncatingIfNeeded: scalar.value)
            return true
        }
        return Int(hash)
    }

    private static func integer(_ arguments: Arguments) throws -> BigInteger {
        let given = try arguments.unpack(["x", "base?"], of: "int")
        if case .string(let string)? = given[0] {
            return try IntegerText.parse(string, base: try base(given[1]))
        }
        if given[1] != nil {
            throw Failure("int: can't convert non-string with explicit base")
        }
        if case .bool(let bool)? = given[0] { return BigInteger(bool ? 1 : 0) }
        do { return try Operators.wholeNumber(given[0] ?? .none) } catch let failure as Failure {
            throw Failure("int: \(failure.message)")
        }
    }

    private static func base(_ value: Value?) throws -> Int {
        guard let value else { return 10 }
        guard let base = try? value.smallInt(), base == 0 || (2...36).contains(base) else {
            throw Failure("int: base must be an integer >= 2 && <= 36")
        }
        return base
    }
}
