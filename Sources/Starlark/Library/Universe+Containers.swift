/// Methods of lists, dictionaries and sets.
extension Universe {
    static var listMethodList: [MethodEntry] {
        [
            (
                "append",
                { interpreter, list, arguments in
                    try interpreter.memory.charge(16)
                    return try changing(list, arguments, 1...1, "append", "append to") {
                        $0.storage.append(arguments[0])
                        return .none
                    }
                }
            ),
            (
                "clear",
                { _, list, arguments in
                    try changing(list, arguments, 0...0, "clear", "clear") {
                        $0.storage = []
                        return .none
                    }
                }
            ),
            (
                "extend",
                { interpreter, list, arguments in
                    try arguments.requirePositional(1...1, of: "extend")
                    let sequence = try arguments.iterable(0, of: "extend") ?? .none
                    try interpreter.memory.charge((sequence.length ?? 0) * 16)
                    return try changing(list, arguments, 1...1, "extend", "extend") {
                        try $0.extend(with: sequence)
                        return .none
                    }
                }
            ),
            ("index", { _, list, arguments in .int(try place(list, arguments)) }),
            ("insert", { _, list, arguments in try insert(list, arguments) }),
            ("pop", { _, list, arguments in try pop(list, arguments) }),
            (
                "remove",
                { _, list, arguments in
                    try changing(list, arguments, 1...1, "remove", "remove from") { list in
                        let place = try named("remove") {
                            try list.storage.firstIndex { try Value.areEqual($0, arguments[0]) }
                        }
                        guard let place else { throw Failure("remove: element not found") }
                        list.storage.remove(at: place)
                        return .none
                    }
                }
            ),
        ]
    }

    /// Puts a builtin's name before what went wrong.
    static func named<Result>(_ name: String, _ body: () throws -> Result) throws -> Result {
        do { return try body() } catch let failure as Failure {
            throw Failure("\(name): \(failure.message)")
        }
    }

    private static func changing(
        _ value: Value, _ arguments: Arguments, _ counts: ClosedRange<Int>, _ name: String,
        _ verb: String, _ body: (ListValue) throws -> Value
    ) throws -> Value {
        try arguments.requirePositional(counts, of: name)
        guard case .list(let list) = value else { return .none }
        try named(name) { try list.checkMutable(verb) }
        return try body(list)
    }

    private static func place(_ value: Value, _ arguments: Arguments) throws -> Int {
        try arguments.requirePositional(1...3, of: "index")
        guard case .list(let list) = value else { return 0 }
        return try named("index") {
            let (start, end) = try Operators.bounds(
                arguments.optional(1), arguments.optional(2), list.count)
            for position in start..<max(start, end)
            where try Value.areEqual(list.storage[position], arguments[0]) {
                return position
            }
            throw Failure("value not in list")
        }
    }

    private static func insert(_ value: Value, _ arguments: Arguments) throws -> Value {
        try arguments.requirePositional(2...2, of: "insert")
        guard let given = try arguments.int(0, of: "insert") else { return .none }
        return try changing(value, arguments, 2...2, "insert", "insert into") { list in
            let position = given < 0 ? given + list.count : given
            list.storage.insert(arguments[1], at: min(max(position, 0), list.count))
            return .none
        }
    }

    private static func pop(_ value: Value, _ arguments: Arguments) throws -> Value {
        try arguments.requirePositional(0...1, of: "pop")
        guard case .list(let list) = value else { return .none }
        let given = try arguments.int(0, of: "pop") ?? list.count - 1
        return try named("pop") {
            let place = try Operators.place(given, in: value, list.count)
            try list.checkMutable("pop from")
            return list.storage.remove(at: place)
        }
    }

    static var setMethodList: [MethodEntry] {
        [
            (
                "union",
                { _, set, arguments in
                    try arguments.requirePositional(0...1, of: "union")
                    guard case .set(let set) = set else { return .none }
                    let other = try arguments.iterable(0, of: "union") ?? .tuple([])
                    return .set(try named("union") { try set.union(other) })
                }
            )
        ]
    }
}

extension Arguments {
    /// None when it was not given.
    func optional(_ position: Int) -> Value { position < positionalCount ? self[position] : .none }
}
