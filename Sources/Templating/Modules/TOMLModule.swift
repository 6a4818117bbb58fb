import Starlark
import YAMLTree

/// `@ytt:toml`
enum TOMLModule {
    static func exports() -> [String: Value] {
        Builtins.module("toml", functions: ["encode": encode, "decode": decode])
    }

    private static func encode(_ call: Call) throws -> Value {
        let value = try Conversion.yaml(try call.expectExactlyOne())
        var indent = 2
        for (name, argument) in call.named {
            guard name == "indent" else { throw Failure("invalid argument name: \(name)") }
            indent = try EncodingModules.indent(argument)
        }
        let step = String(repeating: " ", count: indent)
        return .string(try TOMLPrinter.print(value, indent: step))
    }

    private static func decode(_ call: Call) throws -> Value {
        try Conversion.plainValue(TOMLReader.read(call.text().array))
    }
}
