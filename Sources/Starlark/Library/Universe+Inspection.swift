/// Builtins that look at values, and those that speak to whoever runs the program.
extension Universe {
    static var inspectionBuiltins: [Builtin] {
        [
            (
                "dir",
                { _, arguments in
                    try refuseNames(arguments, "dir")
                    try requireOne(arguments, "dir", "1")
                    return .list(arguments[0].attributeNames.sorted().map { .string($0) })
                }
            ),
            (
                "fail",
                { _, arguments in
                    throw Failure("fail: " + (try joined(arguments, "fail")).text)
                }
            ),
            ("getattr", { _, arguments in try attribute(arguments) }),
            ("hasattr", { _, arguments in .bool(try hasAttribute(arguments)) }),
            (
                "print",
                { interpreter, arguments in
                    interpreter.printLine(try joined(arguments, "print"))
                    return .none
                }
            ),
            (
                "type",
                { _, arguments in
                    try refuseNames(arguments, "type")
                    try requireOne(arguments, "type", "exactly 1")
                    return .string(arguments[0].typeName)
                }
            ),
        ]
    }

    private static func joined(_ arguments: Arguments, _ function: String) throws -> ByteString {
        let named = Arguments(
            base: arguments.base + arguments.positionalCount, positionalCount: 0,
            names: arguments.names)
        let separator = try named.unpack(["sep?"], of: function)[0].map {
            try Arguments.string($0) { "\(function): for parameter sep: \($0)" }
        }
        var printer = Printer()
        for (offset, value) in arguments.positional.enumerated() {
            if offset > 0 { printer.write(separator ?? ByteString.text(" ")) }
            if case .string(let string) = value {
                printer.write(string)
            } else {
                printer.write(value)
            }
        }
        return printer.string
    }

    private static func attribute(_ arguments: Arguments) throws -> Value {
        try arguments.requirePositional(2...3, of: "getattr")
        guard let name = try arguments.string(1, of: "getattr") else { return .none }
        let fallback = arguments.positionalCount > 2 ? arguments[2] : nil
        do {
            if let found = try plainAttribute(arguments[0], name) { return found }
        } catch {
            if let fallback { return fallback }
            let message = (error as? Failure)?.message ?? "\(error)"
            throw Failure("getattr: \(message)")
        }
        if let fallback { return fallback }
        throw Failure(
            "getattr: \(arguments[0].typeName) has no .\(name.text) field or method")
    }

    /// Without a spelling hint in what a host throws.
    private static func plainAttribute(_ object: Value, _ name: ByteString) throws -> Value? {
        guard case .object(let host) = object, host.hasAttributes else {
            return try Operators.attribute(object, named: name)
        }
        do { return try host.attribute(name) } catch let error as NoSuchAttribute {
            throw Failure(error.message)
        }
    }

    private static func hasAttribute(_ arguments: Arguments) throws -> Bool {
        try arguments.requirePositional(2...2, of: "hasattr")
        guard let name = try arguments.string(1, of: "hasattr") else { return false }
        do { return try plainAttribute(arguments[0], name) != nil } catch {
            // It may be there and only not to be had.
            return arguments[0].attributeNames.contains(name.text)
        }
    }
}
