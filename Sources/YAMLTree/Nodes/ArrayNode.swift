/// A sequence.
package final class ArrayNode: Node {
    package var items: [ArrayItem]

    package init(_ items: [ArrayItem] = [], position: Position = .unknown) {
        self.items = items
        super.init(position: position)
    }

    package override var kindName: String { "array" }
    package override var children: [Node] { items }

    package func copied() -> ArrayNode {
        let copy = ArrayNode(items.map { $0.copied() }, position: position)
        copy.comments = comments
        copy.notes = notes
        return copy
    }
}

/// One element of a sequence.
package final class ArrayItem: HoldingNode {
    package init(
        _ value: YAMLValue, position: Position = .unknown, comments: [Comment] = [],
        notes: AnyObject? = nil
    ) {
        super.init(value: value, position: position, comments: comments, notes: notes)
    }

    package override var kindName: String { "array item" }

    package func copied() -> ArrayItem {
        ArrayItem(value.copied(), position: position, comments: comments, notes: notes)
    }
}
