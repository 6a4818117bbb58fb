/// What came of an edit.
package enum EditOutcome: Sendable {
    /// The file says so already.
    case unchanged
    case changed(Document)
    /// The edit is not certain, so nothing was edited.
    case byHand(ManualStep)
}

/// What a person should write, and where, when a file cannot be edited with certainty.
package struct ManualStep: Error, Hashable, Sendable {
    /// From one.
    package let line: Int
    /// Why it was not edited, in half a sentence.
    package let reason: String
    /// What to write.
    package let text: String

    package init(line: Int, reason: String, text: String) {
        self.line = line
        self.reason = reason
        self.text = text
    }
}

/// The way from a file's top to the place of a setting.
package struct EditPath: Hashable, Sendable {
    package enum Step: Hashable, Sendable {
        /// A block; `key` tells one of several apart by a setting in it, as flags are by `name`.
        case block(String, labels: [String], key: Key?)
        /// A setting whose value is an object, or an entry of such an object.
        case member(String)
    }

    package struct Key: Hashable, Sendable {
        package let name: String
        /// What the setting means, without quotes.
        package let value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    package var steps: [Step]

    package init(_ steps: [Step] = []) { self.steps = steps }

    /// A block at the top of the file: `.top("resource", "aws_db_instance", "main")`.
    package static func top(_ type: String, _ labels: String...) -> EditPath {
        EditPath([.block(type, labels: labels, key: nil)])
    }

    package static func top(_ type: String, labels: [String]) -> EditPath {
        EditPath([.block(type, labels: labels, key: nil)])
    }

    package func block(_ type: String, key: Key? = nil) -> EditPath {
        EditPath(steps + [.block(type, labels: [], key: key)])
    }

    package func member(_ name: String) -> EditPath { EditPath(steps + [.member(name)]) }
}

/// A value to write.
package indirect enum Literal: Hashable, Sendable {
    case string(String)
    case number(String)
    case boolean(Bool)
    case null
    /// An expression as it is to stand in the file.
    case expression(String)
    case list([Literal])

    /// As `terraform fmt` leaves it.
    package var text: String {
        switch self {
        case .string(let value): quoted(value)
        case .number(let digits): digits
        case .boolean(let value): value ? "true" : "false"
        case .null: "null"
        case .expression(let text): text
        case .list(let elements): "[" + elements.map(\.text).joined(separator: ", ") + "]"
        }
    }
}

/// A text between quotes, with its escapes.
package func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": result += "\\\""
        case "\\": result += "\\\\"
        case "\n": result += "\\n"
        case "\r": result += "\\r"
        case "\t": result += "\\t"
        case "{" where result.last == "$" || result.last == "%":
            // Doubled, the sign opens no template.
            if let sign = result.last { result.append(sign) }
            result += "{"
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result + "\""
}

/// A block to write, as `terraform fmt` leaves it.
package struct NewBlock: Hashable, Sendable {
    package var type: String
    package var labels: [String]
    package var settings: [(name: String, value: Literal)]
    package var blocks: [NewBlock]

    package init(
        _ type: String, _ labels: [String] = [], _ settings: [(name: String, value: Literal)] = [],
        blocks: [NewBlock] = []
    ) {
        self.type = type
        self.labels = labels
        self.settings = settings
        self.blocks = blocks
    }

    /// - Parameters:
    ///   - indent: how many blanks stand in front of the block.
    ///   - lineEnd: the file's own.
    /// - Returns: lines with their ends.
    package func text(indent: Int = 0, lineEnd: String = "\n") -> String {
        lines.map { $0.isEmpty ? lineEnd : String(repeating: " ", count: indent) + $0 + lineEnd }
            .joined()
    }

    private var lines: [String] {
        let width = settings.map(\.name.count).max() ?? 0
        let head = ([type] + labels.map(quoted)).joined(separator: " ")
        if settings.isEmpty, blocks.isEmpty { return ["\(head) {}"] }
        var inner = settings.map { setting in
            setting.name.padded(to: width) + " = " + setting.value.text
        }
        for block in blocks {
            if !inner.isEmpty { inner.append("") }
            inner += block.lines
        }
        return ["\(head) {"] + inner.map { $0.isEmpty ? "" : "  " + $0 } + ["}"]
    }

    package static func == (one: NewBlock, other: NewBlock) -> Bool { one.lines == other.lines }
    package func hash(into hasher: inout Hasher) { hasher.combine(lines) }
}

extension String {
    func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}
