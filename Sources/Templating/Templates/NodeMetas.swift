import YAMLTree

/// A node's comments, sorted by what they say.
struct NodeMetas {
    struct Piece {
        let text: String
        let position: YAMLTree.Position
    }

    struct Annotation {
        let name: AnnotationName
        let content: String
        let position: YAMLTree.Position
    }

    private(set) var blocks: [Piece] = []
    private(set) var values: [Piece] = []
    private(set) var annotations: [Annotation] = []
    /// The comments annotations came from; they stay with the node.
    private(set) var annotationComments: [Comment] = []
    /// A block was opened by `if/end` and its kin, to be closed after the node.
    private(set) var needsEnd = false

    private static let nodeKeywords = ["if", "else", "elif", "for", "def"]

    init(_ node: Node, ignoresUnknown: Bool) throws {
        for comment in node.comments {
            let meaning = try CommentMeaning(
                comment, nodePosition: node.position, ignoresUnknown: ignoresUnknown)
            let position = comment.position
            switch meaning.name {
            case .comment: break
            case .value:
                guard !Self.hasOwnValue(node) else {
                    throw TemplateFailure(
                        "Expected YAML node at \(position.phrase) to have either computed or "
                            + "YAML value, but found both")
                }
                values.append(Piece(text: meaning.content, position: position))
            case .code:
                guard !needsEnd else {
                    throw TemplateFailure(
                        "Unexpected code at \(position.phrase) after use of '*/end', "
                            + "expected YAML node")
                }
                blocks.append(Piece(text: takeNodeKeyword(meaning.content), position: position))
            default:
                annotations.append(
                    Annotation(name: meaning.name, content: meaning.content, position: position))
                annotationComments.append(comment)
            }
        }
    }

    /// Rewrites `if/end` to `if`, and remembers that the block ends with the node.
    private mutating func takeNodeKeyword(_ code: String) -> String {
        let start = code.firstIndex { !$0.isWhitespace } ?? code.endIndex
        for keyword in Self.nodeKeywords where code[start...].hasPrefix(keyword + "/end") {
            needsEnd = true
            let rest = code[code.index(start, offsetBy: keyword.count + 4)...]
            return code[..<start] + keyword + rest
        }
        return code
    }

    private static func hasOwnValue(_ node: Node) -> Bool {
        if let holder = node as? HoldingNode { return !holder.value.isNull }
        return !node.children.isEmpty
    }
}
