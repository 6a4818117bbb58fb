import Starlark
import YAMLTree

/// `@ytt:base64`, `@ytt:json`, `@ytt:yaml`
enum EncodingModules {
    static func base64() -> [String: Value] {
        Builtins.module(
            "base64",
            functions: [
                "encode": { .string(try encoding($0).encode(try $0.text().array)) },
                "decode": { call in
                    let text = try call.text()
                    switch try encoding(call).decodeReporting(text.text) {
                    case .success(let bytes): return .string(ByteString.bytes(bytes))
                    case .failure(let corrupt):
                        throw Failure("illegal base64 data at input byte \(corrupt.offset)")
                    }
                },
            ])
    }

    /// `url=`, `raw=` for no padding, `strict=`.
    private static func encoding(_ call: Call) throws -> Base64 {
        var encoding = Base64()
        for (name, argument) in call.named {
            switch name {
            case "url": encoding.isURL = try Call.bool(argument)
            case "raw": encoding.isPadded = !(try Call.bool(argument))
            case "strict": encoding.isStrict = try Call.bool(argument)
            default: break
            }
        }
        return encoding
    }

    // MARK: JSON

    static func json() -> [String: Value] {
        Builtins.module(
            "json",
            functions: [
                "encode": encodeJSON,
                "decode": { call in
                    try Conversion.plainValue(JSONReader.read(call.text().array))
                },
            ])
    }

    private static func encodeJSON(_ call: Call) throws -> Value {
        let value = try Conversion.yaml(try call.expectExactlyOne())
        var indent = 0
        var escapesHTML = true
        for (name, argument) in call.named {
            switch name {
            case "indent": indent = try Self.indent(argument)
            case "escape_html": escapesHTML = try Call.bool(argument)
            default: throw Failure("invalid argument name: \(name)")
            }
        }
        var printer = JSONPrinter(
            escapesHTML: escapesHTML,
            indent: indent == 0 ? nil : String(repeating: " ", count: indent))
        return .string(ByteString.bytes(try printer.print(value)))
    }

    /// The width of one step; zero for none.
    static func indent(_ value: Value) throws -> Int {
        let indent = try Call.int(value)
        guard (0...8).contains(indent) else {
            throw Failure("indent value must be between 0 and 8")
        }
        return indent
    }

    // MARK: YAML

    static func yaml() -> [String: Value] {
        Builtins.module(
            "yaml",
            functions: [
                "encode": { call in
                    let value = try Conversion.yaml(try call.expectExactlyOne())
                    return .string(ByteString.bytes(encodedYAML(value)))
                },
                "decode": { call in
                    let reader = YAMLReader(withoutComments: true, isStrict: false)
                    let documents = try reader.read(call.text().array, name: "")
                    guard documents.items.count == 1 else {
                        throw Failure("Expected to find exactly one YAML document")
                    }
                    documents.keepLastOfEachKey()
                    return try Conversion.plainValue(documents.items[0].value)
                },
            ])
    }

    static func encodedYAML(_ value: YAMLValue) -> [UInt8] {
        if case .documents(let documents) = value { return YAMLPrinter.print(documents.items) }
        if case .null = value { return [] }
        return YAMLPrinter.print(value)
    }
}
