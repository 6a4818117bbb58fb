/// Methods of dictionaries.
extension Universe {
    static var dictMethodList: [MethodEntry] {
        [
            (
                "clear",
                { _, dict, arguments in
                    try with(dict, arguments, 0...0, "clear") {
                        try $0.clear()
                        return .none
                    }
                }
            ),
            (
                "get",
                { _, dict, arguments in
                    try with(dict, arguments, 1...2, "get") { dict in
                        try named("get") { try dict.find(arguments[0]) } ?? arguments.optional(1)
                    }
                }
            ),
            (
                "items",
                { _, dict, arguments in
                    try with(dict, arguments, 0...0, "items") {
                        .list($0.table.entries().map { .tuple([$0.key, $0.value]) })
                    }
                }
            ),
            (
                "keys",
                { _, dict, arguments in
                    try with(dict, arguments, 0...0, "keys") { .list($0.table.keys()) }
                }
            ),
            (
                "pop",
                { _, dict, arguments in
                    try with(dict, arguments, 1...2, "pop") { dict in
                        if let value = try named("pop", { try dict.delete(arguments[0]) }) {
                            return value
                        }
                        if arguments.positionalCount > 1 { return arguments[1] }
                        throw Failure("pop: missing key")
                    }
                }
            ),
            (
                "popitem",
                { _, dict, arguments in
                    try with(dict, arguments, 0...0, "popitem") { dict in
                        guard let key = dict.table.firstKey else {
                            throw Failure("popitem: empty dict")
                        }
                        let value = try named("popitem") { try dict.delete(key) }
                        return .tuple([key, value ?? .none])
                    }
                }
            ),
            (
                "setdefault",
                { _, dict, arguments in
                    try with(dict, arguments, 1...2, "setdefault") { dict in
                        try named("setdefault") {
                            if let value = try dict.find(arguments[0]) { return value }
                            try dict.insert(arguments[0], arguments.optional(1))
                            return arguments.optional(1)
                        }
                    }
                }
            ),
            (
                "update",
                { interpreter, dict, arguments in
                    if arguments.positionalCount > 1 {
                        throw Failure(
                            "update: got \(arguments.positionalCount) arguments, want at most 1")
                    }
                    guard case .dict(let dict) = dict else { return .none }
                    try interpreter.memory.charge((arguments.optional(0).length ?? 0) * 48)
                    try dict.update(arguments, of: "update")
                    return .none
                }
            ),
            (
                "values",
                { _, dict, arguments in
                    try with(dict, arguments, 0...0, "values") {
                        .list($0.table.entries().map(\.value))
                    }
                }
            ),
        ]
    }

    private static func with(
        _ value: Value, _ arguments: Arguments, _ counts: ClosedRange<Int>, _ name: String,
        _ body: (DictValue) throws -> Value
    ) throws -> Value {
        try arguments.requirePositional(counts, of: name)
        guard case .dict(let dict) = value else { return .none }
        return try body(dict)
    }
}

extension DictValue {
    /// What `dict(…)` and `update(…)` share: a mapping or pairs, then named values.
    func update(_ arguments: Arguments, of function: String) throws {
        try Universe.named(function) {
            if arguments.positionalCount == 1 { try add(arguments[0]) }
            var seen: Set<ByteString> = []
            for (name, value) in arguments.named {
                try insert(.string(name), value)
                if !seen.insert(name).inserted {
                    throw Failure("duplicate keyword arg: \(Printer.quoted(name))")
                }
            }
        }
    }

    private func add(_ updates: Value) throws {
        if let entries = updates.entries() {
            for (key, value) in entries { try insert(key, value) }
            return
        }
        guard let pairs = updates.elements() else {
            throw Failure("got \(updates.typeName), want iterable")
        }
        for (offset, pair) in pairs.enumerated() {
            let start = "dictionary update sequence element #\(offset)"
            guard let elements = pair.elements() else {
                throw Failure("\(start) is not iterable (\(pair.typeName))")
            }
            guard let length = pair.length else {
                throw Failure("\(start) has unknown length (\(pair.typeName))")
            }
            if length != 2 || elements.count != 2 {
                throw Failure("\(start) has length \(length), want 2")
            }
            try insert(elements[0], elements[1])
        }
    }
}
