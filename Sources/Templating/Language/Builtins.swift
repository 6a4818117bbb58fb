import Starlark
import YAMLTree

/// What a module's function is handed, with the reference's messages for wrong arguments.
struct Call {
    let interpreter: Interpreter
    let arguments: [Value]
    let named: [(name: String, value: Value)]

    func expectExactlyOne() throws -> Value {
        guard arguments.count == 1 else { throw Failure("expected exactly one argument") }
        return arguments[0]
    }

    func expectNone() throws {
        guard arguments.isEmpty else { throw Failure("expected no arguments") }
    }

    func text() throws -> ByteString { try Self.text(try expectExactlyOne()) }

    static func text(_ value: Value) throws -> ByteString {
        guard case .string(let text) = value else {
            throw Failure("expected a string, but was \(value.typeName)")
        }
        return text
    }

    static func bool(_ value: Value) throws -> Bool {
        guard case .bool(let bool) = value else {
            throw Failure("expected starlark.Bool, but was \(GoTypeName.of(value))")
        }
        return bool
    }

    static func int(_ value: Value) throws -> Int {
        guard case .int(let int) = value else {
            throw Failure("expected starlark.Int")
        }
        return int
    }

    /// As `UnpackPositionalArgs` counts.
    func expectPositional(_ count: Int) throws {
        guard named.isEmpty else { throw Failure("unexpected keyword arguments") }
        guard arguments.count == count else {
            throw Failure("got \(arguments.count) arguments, want \(count)")
        }
    }
}

/// Making functions and modules for programs.
enum Builtins {
    /// Whatever goes wrong inside is reported with the function's name in front.
    static func function(_ name: String, _ body: @escaping (Call) throws -> Value) -> Value {
        .builtin(name) { interpreter, arguments in
            let call = Call(
                interpreter: interpreter, arguments: arguments.positional,
                named: arguments.named.map { ($0.name.text, $0.value) })
            do {
                return try body(call)
            } catch {
                throw Failure("\(name): \(TemplateFailure.text(error))")
            }
        }
    }

    static func module(
        _ name: String, _ members: [(name: String, value: Value)]
    ) -> [String: Value] {
        [name: .object(ModuleValue(name, members))]
    }

    /// Members named after their functions: `name.member`.
    static func module(
        _ name: String, functions: KeyValuePairs<String, (Call) throws -> Value>
    ) -> [String: Value] {
        module(name, functions.map { ($0, function("\(name).\($0)", $1)) })
    }
}
