import Starlark
import YAMLTree

/// Makes plain YAML an overlay that adds what is missing and replaces what is there.
enum PlainMerge {
    static func annotate(_ node: Node) {
        var annotations = node.annotations
        annotations[.overlayMatch] = NodeAnnotation(
            named: [("missing_ok", .bool(true))], position: node.position)
        if let holder = node as? HoldingNode, replaces(holder) {
            annotations[.overlayReplace] = NodeAnnotation(
                named: [("or_add", .bool(true))], position: node.position)
        }
        if node is HoldingNode { node.annotations = annotations }
        for child in node.children { annotate(child) }
    }

    /// Scalars and arrays replace; maps are merged.
    private static func replaces(_ holder: HoldingNode) -> Bool {
        if holder is Document { return false }
        if case .map = holder.value { return false }
        return true
    }
}
