import YAMLTree

/// What an overlay's node does to the nodes it matches.
enum OverlayOperation: CaseIterable {
    case merge, remove, replace, insert, append, assert

    private var annotation: AnnotationName {
        switch self {
        case .merge: .overlayMerge
        case .remove: .overlayRemove
        case .replace: .overlayReplace
        case .insert: .overlayInsert
        case .append: .overlayAppend
        case .assert: .overlayAssert
        }
    }

    /// Merging, when nothing is said.
    static func of(_ node: Node) throws -> OverlayOperation {
        let said = allCases.filter { node.hasAnnotation($0.annotation) }
        guard said.count <= 1 else {
            throw TemplateFailure("Expected to find only one overlay operation")
        }
        return said.first ?? .merge
    }

    var name: String { annotation.text }
}
