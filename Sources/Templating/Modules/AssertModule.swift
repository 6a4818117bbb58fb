import Starlark
import YAMLTree

/// `@ytt:assert`
struct AssertModule {
    let session: RenderingSession

    func exports() -> [String: Value] {
        Builtins.module(
            "assert",
            [
                ("equals", Builtins.function("assert.equals", Self.equals)),
                (
                    "fail",
                    Builtins.function("assert.fail") { call in
                        let text = try Self.only(call)
                        throw Failure("fail: \(text.text ?? text.displayText)")
                    }
                ),
                ("try_to", Builtins.function("assert.try_to", tryTo)),
                ("min", Self.limit("assert.min", StandardRules.minimum)),
                ("max", Self.limit("assert.max", StandardRules.maximum)),
                ("min_len", Self.limit("assert.min_len", StandardRules.minimumLength)),
                ("max_len", Self.limit("assert.max_len", StandardRules.maximumLength)),
                ("not_null", Builtins.function("assert.not_null", Self.notNull)),
                ("one_not_null", Builtins.function("assert.one_not_null", Self.oneNotNull)),
                ("one_of", Builtins.function("assert.one_of", Self.oneOf)),
            ])
    }

    /// The one argument of a function that counts as the reference does.
    private static func only(_ call: Call) throws -> Value {
        guard call.arguments.count == 1 else {
            throw Failure("got \(call.arguments.count) arguments, want 1")
        }
        return call.arguments[0]
    }

    private static func equals(_ call: Call) throws -> Value {
        guard call.arguments.count == 2 else {
            throw Failure("got \(call.arguments.count) arguments, want 2")
        }
        let texts = try call.arguments.map { value -> String in
            if case .function = value {
                throw Failure(
                    "expected argument not to be a function, but was \(GoTypeName.of(value))")
            }
            return String(
                decoding: EncodingModules.encodedYAML(try Conversion.yaml(value)), as: UTF8.self)
        }
        if texts[0] == texts[1] { return .none }
        throw Failure(
            "Not equal:\n(expected type: \(call.arguments[0].typeName))\n\(texts[0])\n\n"
                + "(was type: \(call.arguments[1].typeName))\n\(texts[1])")
    }

    private func tryTo(_ call: Call) throws -> Value {
        let function = try Self.only(call)
        guard function.isCallable else {
            throw Failure("expected argument to be a function, but was \(GoTypeName.of(function))")
        }
        let depths = session.runs.map { ($0, $0.depth) }
        do {
            return .tuple([try call.interpreter.call(function, []), .none])
        } catch {
            for (run, depth) in depths { run.truncate(to: depth) }
            return .tuple([.none, .string(TemplateFailure.text(error))])
        }
    }

    // MARK: Rules

    private static func assertion(_ check: Value) -> Value {
        .object(Structure([("check", check)]))
    }

    private static func limit(
        _ name: String, _ make: @escaping (Value) throws -> Value
    ) -> Value {
        Builtins.function(name) { assertion(try make(try only($0))) }
    }

    private static func notNull(_ call: Call) throws -> Value {
        let check = try StandardRules.notNull()
        guard let argument = call.arguments.first else { return assertion(check) }
        guard call.arguments.count == 1 else {
            throw Failure("got \(call.arguments.count) arguments, want at most 1")
        }
        return try call.interpreter.call(check, [argument])
    }

    private static func oneNotNull(_ call: Call) throws -> Value {
        guard let argument = call.arguments.first else {
            return assertion(StandardRules.oneNotNull(of: nil))
        }
        guard argument.text == nil, let keys = argument.elements() else {
            throw Failure("expected a sequence of keys, but was a '\(argument.typeName)'")
        }
        return assertion(StandardRules.oneNotNull(of: keys))
    }

    private static func oneOf(_ call: Call) throws -> Value {
        guard !call.arguments.isEmpty else { throw Failure("got 0 arguments, want at least 1") }
        if call.arguments.count > 1 {
            return assertion(try StandardRules.oneOf(.list(call.arguments)))
        }
        let argument = call.arguments[0]
        guard argument.elements() != nil else {
            throw Failure("expected a sequence, but was a '\(argument.typeName)'")
        }
        return assertion(try StandardRules.oneOf(argument))
    }
}
