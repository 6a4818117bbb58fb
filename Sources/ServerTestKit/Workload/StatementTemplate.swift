import MigrationCore

/// A statement with parameters `$1`, `$2` …, which can be prepared, or written out in full for a
/// message with several statements.
package struct StatementTemplate: Hashable, Sendable, ExpressibleByStringLiteral {
    package let text: String

    package init(_ text: String) { self.text = text }
    package init(stringLiteral value: String) { text = value }

    /// Every parameter as a literal. Templates hold no dollar signs of another meaning.
    package func writtenOut(_ parameters: [String]) -> String {
        var result = ""
        var rest = text[...]
        while let dollar = rest.firstIndex(of: "$") {
            result += rest[..<dollar]
            let digits = rest[dollar...].dropFirst().prefix { $0.isASCII && $0.isNumber }
            rest = rest[digits.endIndex...]
            if let number = Int(digits), parameters.indices.contains(number - 1) {
                result += sql(literal: parameters[number - 1])
            }
        }
        return result + rest
    }
}
