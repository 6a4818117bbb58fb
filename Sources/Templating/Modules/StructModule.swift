import Starlark
import YAMLTree

/// `@ytt:struct`, and `@ytt:module` with `make` alone.
enum StructModule {
    static func exports(_ name: String) -> [String: Value] {
        if name == "module" {
            return Builtins.module("module", functions: ["make": makeModule])
        }
        return Builtins.module(
            "struct",
            functions: [
                "make": make, "make_and_bind": makeAndBind, "bind": bind,
                "encode": { try encode(try $0.expectExactlyOne()) },
                "decode": { call in
                    try Conversion.plainValue(Conversion.yaml(try call.expectExactlyOne()))
                },
            ])
    }

    private static func make(_ call: Call) throws -> Value {
        try call.expectNone()
        return .object(Structure(call.named))
    }

    private static func makeModule(_ call: Call) throws -> Value {
        guard let name = call.arguments.first?.text else { throw Failure("expected a name") }
        return .object(ModuleValue(name, call.named))
    }

    private static func makeAndBind(_ call: Call) throws -> Value {
        guard call.arguments.count == 1 else {
            throw Failure("expected at exactly one argument")
        }
        let object = call.arguments[0]
        return .object(
            Structure(
                call.named.map { field in
                    let value =
                        field.value.isCallable ? bound(field.value, to: [object]) : field.value
                    return (field.name, value)
                }))
    }

    private static func bind(_ call: Call) throws -> Value {
        guard call.arguments.count >= 2 else { throw Failure("expected at least two arguments") }
        return bound(call.arguments[0], to: Array(call.arguments.dropFirst()))
    }

    private static func bound(_ function: Value, to first: [Value]) -> Value {
        Builtins.function("struct.bind_result") { call in
            try call.interpreter.call(
                function, first + call.arguments,
                named: call.named.map { (ByteString.text($0.name), $0.value) })
        }
    }

    private static func encode(_ value: Value) throws -> Value {
        switch value {
        case .dict, .object: break
        case .list, .tuple, .set, .none, .bool, .int, .big, .float, .string: break
        default: throw Failure("expected value to be a dict, list or scalar")
        }
        return try Conversion.structValue(Conversion.yaml(value))
    }
}
