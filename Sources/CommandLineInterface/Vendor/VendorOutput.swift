import Foundation
import VendorFetch
import Yams

/// What commands print to standard output.
enum VendorOutput {
    /// The reference's JSON: everything a command says, in three lists.
    struct Said {
        struct Table {
            let content: String
            let header: [String: String]
            let rows: [[String: String]]
        }

        var tables: [Table] = []
        var blocks: [String] = []
        var lines: [String] = []
    }

    static func printText(_ text: String) {
        try? FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
    }

    /// In the order and with the spaces of Go's encoder.
    static func print(_ said: Said) {
        let tables = said.tables.map { table in
            let rows = table.rows.map { Self.object($0, indent: 16) }
            return """
                        {
                            "Content": \(quoted(table.content)),
                            "Header": \(object(table.header, indent: 12)),
                            "Rows": \(list(rows, indent: 12)),
                            "Notes": null
                        }
                """.trimmingPrefix(while: \.isWhitespace)
        }
        printText(
            """
            {
                "Tables": \(said.tables.isEmpty ? "null" : list(tables.map(String.init), indent: 4)),
                "Blocks": \(said.blocks.isEmpty ? "null" : list(said.blocks.map(quoted), indent: 4)),
                "Lines": \(said.lines.isEmpty ? "null" : list(said.lines.map(quoted), indent: 4))
            }
            """)
    }

    private static func list(_ items: [String], indent: Int) -> String {
        guard !items.isEmpty else { return "[]" }
        let spaces = String(repeating: " ", count: indent)
        return "[\n" + items.map { "\(spaces)    \($0)" }.joined(separator: ",\n") + "\n\(spaces)]"
    }

    private static func object(_ pairs: [String: String], indent: Int) -> String {
        guard !pairs.isEmpty else { return "{}" }
        let spaces = String(repeating: " ", count: indent)
        let lines = pairs.sorted { $0.key < $1.key }.map {
            "\(spaces)    \(quoted($0.key)): \(quoted($0.value))"
        }
        return "{\n" + lines.joined(separator: ",\n") + "\n\(spaces)}"
    }

    /// Go's encoder writes `<`, `>` and `&` as escapes.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "<", ">", "&", "\u{2028}", "\u{2029}": result += escape(scalar)
            default:
                if scalar.value < 0x20 {
                    result += escape(scalar)
                } else {
                    result.unicodeScalars.append(scalar)
                }
            }
        }
        return result + "\""
    }

    private static func escape(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }

    enum Form { case json, yaml }

    /// A report of our own for other programs, keys in snake case.
    static func print(_ report: some Encodable, as form: Form) throws {
        switch form {
        case .json:
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            printLine(String(decoding: try encoder.encode(report), as: UTF8.self))
        case .yaml:
            let encoder = YAMLEncoder()
            encoder.options.sortKeys = true
            encoder.options.allowUnicode = true
            printText(try encoder.encode(report))
        }
    }
}
