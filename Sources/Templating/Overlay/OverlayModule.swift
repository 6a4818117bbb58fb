import Starlark
import YAMLTree

/// `@ytt:overlay`
enum OverlayModule {
    static func make() -> [String: Value] {
        Builtins.module(
            "overlay",
            functions: [
                "apply": apply, "index": index, "all": all,
                "map_key": { try mapKeyMatcher(Call.text(try $0.expectExactlyOne()).text) },
                "subset": subset, "and_op": andOperation, "or_op": orOperation,
                "not_op": notOperation,
            ])
    }

    private static func apply(_ call: Call) throws -> Value {
        guard !call.arguments.isEmpty else {
            throw Failure("expected exactly at least argument")
        }
        let values = try call.arguments.map { try Conversion.yaml($0) }
        var result = values[0]
        for right in values.dropFirst() {
            result = try Overlay(interpreter: call.interpreter).apply(right, to: result)
        }
        return .object(Fragment(result))
    }

    private static func matcher(
        _ name: String, _ body: @escaping (Call) throws -> Bool
    ) -> Value {
        Builtins.function(name) { call in
            guard call.arguments.count == 3 else { throw Failure("expected exactly 3 arguments") }
            return .bool(try body(call))
        }
    }

    private static func all(_ call: Call) throws -> Value {
        guard call.arguments.count == 3 else { throw Failure("expected exactly 3 arguments") }
        return .bool(true)
    }

    private static func index(_ call: Call) throws -> Value {
        let wanted = try Call.int(call.expectExactlyOne())
        return matcher("overlay.index_matcher") { try Call.int($0.arguments[0]) == wanted }
    }

    static func mapKeyMatcher(_ key: String) -> Value {
        matcher("overlay.map_key_matcher") { call in
            let old = try OverlayIndex.value(of: key, in: Conversion.yaml(call.arguments[1]))
            let new = try OverlayIndex.value(of: key, in: Conversion.yaml(call.arguments[2]))
            return old == new
        }
    }

    private static func subset(_ call: Call) throws -> Value {
        let wanted = try call.expectExactlyOne()
        var converted: YAMLValue?
        return matcher("overlay.subset_matcher") { call in
            let left = try Conversion.yaml(call.arguments[1])
            let expected = try converted ?? Conversion.yaml(wanted)
            converted = expected
            return OverlayComparison.difference(left, expected) == nil
        }
    }

    private static func ask(_ function: Value, _ call: Call) throws -> Bool {
        let named = call.named.map { (name: ByteString.text($0.name), value: $0.value) }
        return try Call.bool(call.interpreter.call(function, call.arguments, named: named))
    }

    private static func atLeastOne(_ call: Call) throws -> [Value] {
        guard !call.arguments.isEmpty else { throw Failure("expected at least one argument") }
        return call.arguments
    }

    private static func andOperation(_ call: Call) throws -> Value {
        let functions = try atLeastOne(call)
        return matcher("overlay.and_op") { call in
            try functions.allSatisfy { try ask($0, call) }
        }
    }

    private static func orOperation(_ call: Call) throws -> Value {
        let functions = try atLeastOne(call)
        return matcher("overlay.or_op") { call in
            try functions.contains { try ask($0, call) }
        }
    }

    private static func notOperation(_ call: Call) throws -> Value {
        let function = try call.expectExactlyOne()
        return matcher("overlay.or_op") { try !ask(function, $0) }
    }
}
