import YAMLTree

/// What a comment in a template says: code, a value, an annotation, or nothing.
struct CommentMeaning {
    let name: AnnotationName
    let content: String

    /// - Parameter line: where the comment's node starts; code on that line is the node's value.
    init(
        _ comment: Comment, nodePosition: YAMLTree.Position, ignoresUnknown: Bool
    ) throws(TemplateFailure) {
        let text = comment.text
        switch text.utf8.first {
        case UInt8(ascii: "!"):
            (name, content) = (.comment, String(text.dropFirst()))
        case UInt8(ascii: "@"):
            let rest = text.dropFirst()
            let space = rest.firstIndex(of: " ")
            let word = space.map { rest[..<$0] } ?? rest
            content = space.map { String(rest[rest.index(after: $0)...]) } ?? ""
            if word.isEmpty {
                let isValue =
                    nodePosition.isKnown && comment.position.line == nodePosition.line
                name = isValue ? .value : .code
            } else {
                name = AnnotationName(String(word))
            }
        default:
            guard ignoresUnknown else {
                throw TemplateFailure(
                    "Failed to parse line \(comment.position.number): '#\(text)': "
                        + "Expected ytt-formatted string "
                        + "(use '#@' for annotations or code, '#!' for comments)")
            }
            (name, content) = (.comment, text)
        }
    }

    /// Whether any comment here or below is more than a comment.
    static func hasTemplating(_ node: Node) -> Bool {
        for comment in node.comments where comment.text.utf8.first == UInt8(ascii: "@") {
            return comment.text != "@comment" && !comment.text.hasPrefix("@comment ")
        }
        switch node {
        case let holder as HoldingNode: return holder.value.node.map(hasTemplating) ?? false
        case let map as MapNode: return map.items.contains(where: hasTemplating)
        case let array as ArrayNode: return array.items.contains(where: hasTemplating)
        default: return node.children.contains(where: hasTemplating)
        }
    }
}
