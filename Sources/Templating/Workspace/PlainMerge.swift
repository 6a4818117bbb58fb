import Starlark
import YAMLTree

/// Makes plain YAML an overlay that adds what is missing and replaces what is there.
enum PlainMerge {
    /// Refuses YAML that says how to overlay by itself.
    static func annotate(_ document: Document) throws(TemplateFailure) {
        guard !CommentMeaning.hasTemplating(document) else {
            throw TemplateFailure(
                "Expected to be plain YAML, having no annotations "
                    + "(hint: remove comments starting with `#@`)")
        }
        annotate(node: document)
    }

    /// Scalars and arrays replace; maps are merged.
    private static func annotate(node: Node) {
        guard let holder = node as? HoldingNode else {
            for child in node.children { annotate(node: child) }
            return
        }
        var annotations = [
            AnnotationName.overlayMatch: NodeAnnotation(named: [("missing_ok", .bool(true))])
        ]
        if case .map(let map) = holder.value {
            annotate(node: map)
        } else {
            annotations[.overlayReplace] = NodeAnnotation(named: [("or_add", .bool(true))])
        }
        holder.annotations = annotations
    }
}
