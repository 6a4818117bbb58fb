/// Builtins about sequences.
extension Universe {
    static var sequenceBuiltins: [Builtin] {
        [
            ("all", { _, arguments in .bool(try all(arguments)) }),
            ("any", { _, arguments in .bool(try any(arguments)) }),
            ("dict", { _, arguments in .dict(try dict(arguments)) }),
            ("enumerate", { _, arguments in .list(try enumerate(arguments)) }),
            ("len", { _, arguments in .int(try length(arguments)) }),
            (
                "list",
                { interpreter, arguments in
                    .list(try elements(arguments, of: "list", interpreter))
                }
            ),
            ("max", { try extreme("max", .greater, $0, $1) }),
            ("min", { try extreme("min", .less, $0, $1) }),
            ("range", { _, arguments in .range(try range(arguments)) }),
            (
                "reversed",
                { interpreter, arguments in
                    try arguments.requirePositional(1...1, of: "reversed")
                    return .list(try elements(arguments, of: "reversed", interpreter).reversed())
                }
            ),
            ("set", { _, arguments in .set(try set(arguments)) }),
            ("sorted", { .list(try sorted($0, $1)) }),
            (
                "tuple",
                { interpreter, arguments in
                    .tuple(try elements(arguments, of: "tuple", interpreter))
                }
            ),
            ("zip", { _, arguments in .list(try zip(arguments)) }),
        ]
    }

    private static func all(_ arguments: Arguments) throws -> Bool {
        try arguments.requirePositional(1...1, of: "all")
        let elements = try arguments.iterable(0, of: "all")?.elements() ?? []
        return elements.allSatisfy(\.truth)
    }

    private static func any(_ arguments: Arguments) throws -> Bool {
        try arguments.requirePositional(1...1, of: "any")
        let elements = try arguments.iterable(0, of: "any")?.elements() ?? []
        return elements.contains(where: \.truth)
    }

    private static func elements(
        _ arguments: Arguments, of function: String, _ interpreter: Interpreter
    ) throws -> [Value] {
        try arguments.requirePositional(0...1, of: function)
        guard let sequence = try arguments.iterable(0, of: function) else { return [] }
        try interpreter.memory.charge((sequence.length ?? 0) * 16 + 64)
        return sequence.elements() ?? []
    }

    private static func dict(_ arguments: Arguments) throws -> DictValue {
        if arguments.positionalCount > 1 {
            throw Failure("dict: got \(arguments.positionalCount) arguments, want at most 1")
        }
        let result = DictValue()
        try result.update(arguments, of: "dict")
        return result
    }

    private static func enumerate(_ arguments: Arguments) throws -> [Value] {
        try arguments.requirePositional(1...2, of: "enumerate")
        let elements = try arguments.iterable(0, of: "enumerate")?.elements() ?? []
        let start = try arguments.int(1, of: "enumerate") ?? 0
        return elements.enumerated().map { .tuple([.int(start + $0), $1]) }
    }

    private static func length(_ arguments: Arguments) throws -> Int {
        try arguments.requirePositional(1...1, of: "len")
        guard let length = arguments[0].length else {
            throw Failure("len: value of type \(arguments[0].typeName) has no len")
        }
        return length
    }

    private static func range(_ arguments: Arguments) throws -> RangeValue {
        try arguments.requirePositional(1...3, of: "range")
        let first = try arguments.int(0, of: "range") ?? 0
        let stop = try arguments.int(1, of: "range")
        let step = try arguments.int(2, of: "range") ?? 1
        if step == 0 { throw Failure("range: step argument must not be zero") }
        return RangeValue(start: stop == nil ? 0 : first, stop: stop ?? first, step: step)
    }

    private static func set(_ arguments: Arguments) throws -> SetValue {
        try arguments.requirePositional(0...1, of: "set")
        let result = SetValue()
        for element in try arguments.iterable(0, of: "set")?.elements() ?? [] {
            do { try result.insert(element) } catch let failure as Failure {
                throw Failure("set: \(failure.message)")
            }
        }
        return result
    }

    private static func zip(_ arguments: Arguments) throws -> [Value] {
        try refuseNames(arguments, "zip")
        var columns: [[Value]] = []
        for (offset, sequence) in arguments.positional.enumerated() {
            guard let elements = sequence.elements() else {
                throw Failure(
                    "zip: argument #\(offset + 1) is not iterable: \(sequence.typeName)")
            }
            columns.append(elements)
        }
        let rows = columns.map(\.count).min() ?? 0
        return (0..<rows).map { row in .tuple(columns.map { $0[row] }) }
    }
}
