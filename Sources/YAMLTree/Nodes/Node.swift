/// What every node of a YAML tree has: a position, comments, and what templates note on it.
package class Node {
    package var position: Position
    package var comments: [Comment]
    /// What the template language attaches to a node: annotations, a type, validations.
    package var notes: AnyObject?

    init(position: Position, comments: [Comment] = [], notes: AnyObject? = nil) {
        self.position = position
        self.comments = comments
        self.notes = notes
    }

    /// How messages name this kind of node.
    package var kindName: String { "node" }
    /// The nodes directly below.
    package var children: [Node] { [] }
}

/// A node that holds one value: a document, an item of a map, an item of an array.
package class HoldingNode: Node {
    package var value: YAMLValue

    init(value: YAMLValue, position: Position, comments: [Comment] = [], notes: AnyObject? = nil) {
        self.value = value
        super.init(position: position, comments: comments, notes: notes)
    }

    package override var children: [Node] { value.node.map { [$0] } ?? [] }
}
