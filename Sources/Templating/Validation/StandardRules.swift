import Starlark

/// The rules a validation can name by keyword, and `@ytt:assert` makes: small programs, so that
/// a failure inside them reads as one in a template does.
enum StandardRules {
    static func minimum(_ limit: Value) throws -> Value {
        try rule(
            "assert.min", "plain(val) >= limit or fail(\"value < {}\".format(limit))",
            ["limit": plain(limit)])
    }

    static func maximum(_ limit: Value) throws -> Value {
        try rule(
            "assert.max", "plain(val) <= limit or fail(\"value > {}\".format(limit))",
            ["limit": plain(limit)])
    }

    static func minimumLength(_ limit: Value) throws -> Value {
        try rule(
            "assert.min_len", "len(val) >= limit or fail(\"length = {}\".format(len(val)))",
            ["limit": limit])
    }

    static func maximumLength(_ limit: Value) throws -> Value {
        try rule(
            "assert.max_len", "len(val) <= limit or fail(\"length = {}\".format(len(val)))",
            ["limit": limit])
    }

    static func notNull() throws -> Value {
        try rule(
            "assert.not_null", "value != None or fail(\"value is null\")", [:], parameter: "value")
    }

    static func oneOf(_ choices: Value) throws -> Value {
        try rule(
            "assert.one_of", "val in enum or fail(\"not one of allowed values\")",
            ["enum": choices])
    }

    private static func rule(
        _ name: String, _ condition: String, _ given: [String: Value], parameter: String = "val"
    ) throws -> Value {
        var predeclared = given
        predeclared["fail"] = .builtin("fail") { _, arguments in
            throw Failure("fail: \(arguments.positional.first?.displayText ?? "")")
        }
        predeclared["plain"] = .builtin("plain") { _, arguments in
            plain(arguments.positionalCount > 0 ? arguments[0] : .none)
        }
        let code = "check = lambda \(parameter): \(condition)"
        let tree = try SyntaxTree.parse(Array(code.utf8), file: name)
        let program = try Program.compile(tree) { predeclared[$0] != nil }
        let globals = try Interpreter().run(program, predeclared: predeclared)
        let rule = globals["check"] ?? .none
        rule.freeze()
        return rule
    }

    /// YAML as dicts and lists, which can be compared.
    private static func plain(_ value: Value) -> Value {
        guard case .object = value, let converted = try? Conversion.yaml(value) else {
            return value
        }
        return (try? Conversion.plainValue(converted)) ?? value
    }

    /// Exactly one of a map's keys has a value: of the given ones, or of all.
    static func oneNotNull(of keys: [Value]?) -> Value {
        Builtins.function("check") { call in
            guard call.arguments.count == 1 else {
                throw Failure("got \(call.arguments.count) arguments, want 1")
            }
            guard let entries = entries(of: call.arguments[0]) else {
                throw Failure(
                    "value must be a map or dict, but was '\(call.arguments[0].typeName)'")
            }
            var notNull: [Value] = []
            if let keys {
                for key in keys {
                    let found = try entries.first { try Value.areEqual($0.key, key) }
                    if let found, !found.value.isNone { notNull.append(key) }
                }
            } else {
                notNull = entries.filter { !$0.value.isNone }.map(\.key)
            }
            if notNull.count == 1 { return .bool(true) }
            let considered = keys ?? entries.map(\.key)
            throw Failure(
                notNull.isEmpty
                    ? "all values are null: \(Value.list(considered).displayText)"
                    : "\(Value.list(notNull).displayText) are not null")
        }
    }

    private static func entries(of value: Value) -> [(key: Value, value: Value)]? {
        switch value {
        case .dict(let dict): dict.entries
        case .object(let object): object.entries()
        default: nil
        }
    }
}
