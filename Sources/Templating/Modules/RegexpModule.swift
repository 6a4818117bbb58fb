import Starlark

/// `@ytt:regexp`
enum RegexpModule {
    static func exports() -> [String: Value] {
        Builtins.module("regexp", functions: ["match": match, "replace": replace])
    }

    private static func match(_ call: Call) throws -> Value {
        guard call.arguments.count == 2 else { throw Failure("expected exactly two arguments") }
        let pattern = try Call.text(call.arguments[0]).text
        let target = try Call.text(call.arguments[1]).text
        return .bool(try RegularExpression(pattern).matches(target))
    }

    private static func replace(_ call: Call) throws -> Value {
        guard call.arguments.count == 3 else { throw Failure("expected exactly 3 arguments") }
        let pattern = try Call.text(call.arguments[0]).text
        let source = try Call.text(call.arguments[1]).text
        let replacement = call.arguments[2]
        let expression = try RegularExpression(pattern)
        if replacement.isCallable {
            return .string(
                try expression.replacing(in: source) { text, match in
                    var part = String.UnicodeScalarView()
                    part.append(contentsOf: text[match[0]..<match[1]])
                    let answer = try call.interpreter.call(replacement, [.string(String(part))])
                    return try Call.text(answer).text
                })
        }
        guard let template = replacement.text else {
            throw Failure("expected either a string or function, but was \(replacement.typeName)")
        }
        return .string(
            expression.replacing(in: source) { expression.expand(template, $0, $1) })
    }
}
