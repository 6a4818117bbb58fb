import YAMLTree

/// Finds the documents of a file that carry an annotation.
///
/// Comments are looked at, not evaluated annotations: a file's kind is known before it is run.
enum DocumentExtraction {
    static func split(
        _ documents: DocumentSet, by name: AnnotationName
    ) throws -> (matching: [Document], others: [Document]) {
        try checkOthers(documents, name)
        var matching: [Document] = []
        var others: [Document] = []
        for document in documents.items {
            switch document.comments.count(where: { says(name, $0) }) {
            case 0: others.append(document)
            case 1: matching.append(document)
            default:
                throw TemplateFailure("\(name) annotation may only be used once per YAML doc")
            }
        }
        return (matching, others)
    }

    static func has(_ documents: DocumentSet, _ name: AnnotationName) throws -> Bool {
        guard documents.allComments.contains(where: { says(name, $0) }) else { return false }
        return try !split(documents, by: name).matching.isEmpty
    }

    private static func says(_ name: AnnotationName, _ comment: Comment) -> Bool {
        let text = comment.text
        guard text.utf8.first == UInt8(ascii: "@"), text.dropFirst().hasPrefix(name.text) else {
            return false
        }
        let rest = text.dropFirst(name.text.count + 1)
        return rest.isEmpty || rest.first == " "
    }

    private static func checkOthers(_ node: Node, _ name: AnnotationName) throws {
        if !(node is Document), node.comments.contains(where: { says(name, $0) }) {
            throw TemplateFailure(
                "Found @\(name) on \(node.kindName) (\(node.position.compact)); "
                    + "only documents (---) can be annotated with @\(name)")
        }
        for child in node.children { try checkOthers(child, name) }
    }
}
