/// A value from the fleet file that templates are rendered with: what JSON can say.
package indirect enum FleetValue: Hashable, Sendable {
    case null
    case bool(Bool)
    case int(Int)
    case double(Double)
    case string(String)
    case list([FleetValue])
    case map([String: FleetValue])

    /// The value as JSON on one line, with sorted keys, so that equal values give equal text.
    package var json: String {
        switch self {
        case .null: "null"
        case .bool(let value): "\(value)"
        case .int(let value): "\(value)"
        case .double(let value): "\(value)"
        case .string(let text): JSONText.quoted(text)
        case .list(let items): "[" + items.map(\.json).joined(separator: ", ") + "]"
        case .map(let items):
            "{"
                + items.sorted { $0.key < $1.key }
                .map { "\(JSONText.quoted($0.key)): \($0.value.json)" }.joined(separator: ", ")
                + "}"
        }
    }
}

enum JSONText {
    /// Quoted for JSON, and at once for YAML, of which it is a part.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\r": result += "\\r"
            case let control where control.value < 0x20:
                let hex = String(control.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
