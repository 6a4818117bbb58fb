/// A function or method written in Swift.
public final class BuiltinFunction {
    /// What a function does. Arguments are valid only while it runs.
    package typealias Body = (Interpreter, BuiltinFunction, Arguments) throws -> Value
    /// What a method does with the value it belongs to.
    typealias Method = (Interpreter, Value, Arguments) throws -> Value

    package let name: String
    /// The value a method is bound to.
    package let receiver: Value?
    let body: Body
    /// Set for methods of the language's own types, which are mostly called without being bound.
    let method: Method?

    package init(_ name: String, receiver: Value? = nil, _ body: @escaping Body) {
        self.name = name
        self.receiver = receiver
        self.body = body
        method = nil
    }

    init(method name: String, _ method: @escaping Method) {
        self.name = name
        receiver = nil
        self.method = method
        body = { _, _, _ in throw Failure("\(name): called without a value") }
    }

    /// The method as a value of its own.
    func bound(to receiver: Value) -> BuiltinFunction {
        guard let method else { return self }
        return BuiltinFunction(name, receiver: receiver) { interpreter, _, arguments in
            try method(interpreter, receiver, arguments)
        }
    }
}

extension Value {
    /// A builtin that does not need to know how it was bound.
    package static func builtin(
        _ name: String, _ body: @escaping (Interpreter, Arguments) throws -> Value
    ) -> Value {
        .builtin(
            BuiltinFunction(name) { interpreter, _, arguments in
                try body(interpreter, arguments)
            })
    }
}
