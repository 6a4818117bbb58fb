/// Prints trees with the template line each node came from, as `-o pos` does.
package struct PositionPrinter {
    private var width = 0
    private var out = ""

    package init() {}

    package mutating func print(_ node: Node) -> String {
        out = ""
        emit(node, indent: "")
        return out
    }

    private mutating func emit(_ node: Node, indent: String) {
        switch node {
        case let documents as DocumentSet:
            out += place(documents.position) + indent + "[docset]\n"
            for item in documents.items { emit(item, indent: indent + "  ") }
        case let document as Document:
            out += place(document.position) + indent + "[doc]\n"
            emit(document.value, indent: indent + "  ")
        case let map as MapNode:
            for item in map.items {
                emit(item, label: Self.key(item.key) + ":", indent: indent)
            }
        case let array as ArrayNode:
            for (index, item) in array.items.enumerated() {
                emit(item, label: "[\(index)]", indent: indent)
            }
        case let item as MapItem: emit(item, label: Self.key(item.key) + ":", indent: indent)
        case let item as ArrayItem: emit(item, label: "[?]", indent: indent)
        default: break
        }
    }

    private mutating func emit(_ item: HoldingNode, label: String, indent: String) {
        if let text = Self.leaf(item.value), !text.contains("\n") {
            out += place(item.position) + indent + label + " " + text + "\n"
        } else {
            out += place(item.position) + indent + label + "\n"
            emit(item.value, indent: indent + "  ")
        }
    }

    private mutating func emit(_ value: YAMLValue, indent: String) {
        if let node = value.node {
            emit(node, indent: indent)
        } else {
            out += pad("") + indent + (Self.leaf(value) ?? "") + "\n"
        }
    }

    private static func leaf(_ value: YAMLValue) -> String? {
        if value.node != nil { return nil }
        return String(YAMLPrinter.text(value).dropLast())
    }

    private static func key(_ key: YAMLValue) -> String {
        if case .string(let text) = key { text } else { key.keyText }
    }

    private mutating func place(_ position: Position) -> String {
        position.isKnown ? pad(position.compact) : ""
    }

    /// The column grows, with room to spare, and never shrinks again.
    private mutating func pad(_ text: String) -> String {
        let length = text.utf8.count
        if length > width { width = length + 10 }
        return String(repeating: " ", count: width - length) + text + " | "
    }
}
