/// Gives each comment to the node it speaks of.
///
/// A comment on the line of a node belongs to the last node that starts on that line; a comment
/// on a line of its own belongs to the first (outermost) node of the next line that has one.
struct CommentAssigner {
    private var nodesByLine: [Int: (first: Node, last: Node)] = [:]

    init(_ document: Document) { collect(document) }

    private mutating func collect(_ node: Node) {
        if node.position.isKnown {
            let line = node.position.line
            nodesByLine[line] = (nodesByLine[line]?.first ?? node, node)
        }
        switch node {
        case let holder as HoldingNode: holder.value.node.map { collect($0) }
        case let map as MapNode: for item in map.items { collect(item) }
        case let array as ArrayNode: for item in array.items { collect(item) }
        default: for child in node.children { collect(child) }
        }
    }

    /// - Returns: the comments below every node.
    func assign(_ comments: [Comment]) -> [Comment] {
        let lines = nodesByLine.keys.sorted()
        var next = 0
        var unassigned: [Comment] = []
        for comment in comments {
            while next < lines.count, lines[next] < comment.position.line { next += 1 }
            guard next < lines.count, let nodes = nodesByLine[lines[next]] else {
                unassigned.append(comment)
                continue
            }
            let owner = comment.position.line == lines[next] ? nodes.last : nodes.first
            owner.comments.append(comment)
        }
        return unassigned
    }
}
