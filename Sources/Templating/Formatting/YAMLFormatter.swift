import YAMLTree

/// Writes YAML in one form with its comments kept, as `ytt fmt` does.
package struct YAMLFormatter {
    private var writer = ChunkWriter()

    package static func format(
        _ bytes: [UInt8], name: String, isStrict: Bool = false
    ) throws -> [UInt8] {
        let documents = try YAMLReader(isStrict: isStrict).read(bytes, name: name)
        var formatter = YAMLFormatter()
        formatter.print(documents)
        return Array(formatter.writer.text.utf8)
    }

    /// What a node's comments leave behind.
    private struct Remarks {
        /// On the node's own line.
        var suffix = ""
        var hasLines = false
    }

    private mutating func remarks(of node: Node, indent: String, isFirst: Bool) -> Remarks {
        var result = Remarks()
        var isSpaced = isFirst
        for comment in node.comments {
            if node.position.isKnown, comment.position.line == node.position.line {
                result.suffix = " #\(comment.text)"
                continue
            }
            if !isSpaced { writer.addSpace() }
            isSpaced = true
            result.hasLines = true
            writer.add(.init(indent: indent, text: "#\(comment.text)"))
        }
        return result
    }

    private mutating func print(_ documents: DocumentSet) {
        for (index, document) in documents.items.enumerated() {
            let remarks = remarks(of: document, indent: "", isFirst: index == 0)
            if index != 0 || !remarks.suffix.isEmpty {
                writer.add(.init(indent: "", text: "---\(remarks.suffix)"))
            }
            if case .null = document.value {} else { print(document.value, indent: "") }
            if remarks.hasLines { writer.addSpace() }
        }
    }

    private mutating func print(_ value: YAMLValue, indent: String) {
        switch value {
        case .map(let map):
            for (index, item) in map.items.enumerated() {
                print(item, "\(item.key.keyText):", indent: indent, isFirst: index == 0)
            }
        case .array(let array):
            for (index, item) in array.items.enumerated() {
                print(item, "-", indent: indent, isFirst: index == 0)
            }
        default:
            writer.add(.init(indent: indent, text: Self.leaf(value) ?? "", canFollow: true))
        }
    }

    private mutating func print(
        _ item: HoldingNode, _ label: String, indent: String, isFirst: Bool
    ) {
        let remarks = remarks(of: item, indent: indent, isFirst: isFirst)
        let leaf = Self.leaf(item.value)
        if let leaf, !leaf.contains("\n") {
            let isNull = if case .null = item.value { true } else { false }
            let value = !remarks.suffix.isEmpty && isNull ? "" : " " + leaf
            writer.add(
                .init(indent: indent, text: "\(label)\(value)\(remarks.suffix)", canFollow: true))
        } else {
            let isInline = remarks.suffix.isEmpty && (leaf != nil || item is ArrayItem)
            writer.add(
                .init(
                    indent: indent, text: label + remarks.suffix, canFollow: true,
                    letsFollow: isInline))
            print(item.value, indent: indent + "  ")
        }
        if remarks.hasLines { writer.addSpace() }
    }

    /// The text of a scalar; nil for what has nodes inside.
    private static func leaf(_ value: YAMLValue) -> String? {
        switch value {
        case .map, .array, .documents: return nil
        case .null: return "null"
        default:
            let text = YAMLPrinter.text(value)
            return text.hasSuffix("\n") ? String(text.dropLast()) : text
        }
    }
}

/// Puts lines one below the other, or behind one another where both agree.
private struct ChunkWriter {
    struct Chunk {
        var indent = ""
        var text = ""
        /// May stand behind the chunk before.
        var canFollow = false
        /// The next chunk may stand behind this one.
        var letsFollow = false
        var isSpace = false
    }

    private(set) var text = ""
    private var last = Chunk()

    mutating func addSpace() { last = Chunk(isSpace: true) }

    mutating func add(_ chunk: Chunk) {
        if last.isSpace { text += "\n" }
        if !last.letsFollow {
            text += chunk.indent
        } else if chunk.canFollow {
            text += " "
        } else {
            text += "\n" + chunk.indent
        }
        let lines = chunk.text.split(separator: "\n", omittingEmptySubsequences: false)
        text += lines.joined(separator: "\n" + chunk.indent.dropLast(2))
        if !chunk.letsFollow { text += "\n" }
        last = chunk
    }
}
