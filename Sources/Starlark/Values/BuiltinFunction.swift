/// A function or method written in Swift.
package final class BuiltinFunction {
    /// What the function does. Arguments are valid only while it runs.
    package typealias Body = (Interpreter, BuiltinFunction, Arguments) throws -> Value

    package let name: String
    package let receiver: Value?
    let body: Body

    package init(_ name: String, receiver: Value? = nil, _ body: @escaping Body) {
        self.name = name
        self.receiver = receiver
        self.body = body
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
