import Starlark
import YAMLTree

/// Watches a rendering, when somebody asked how a node came about: which lines made it, which data
/// values were read for it, which overlays changed it. Otherwise there is none, and nothing is kept.
final class Provenance {
    private var reads: [NodeOrigin.Read] = []

    /// A data value was read; whichever node comes next was made of it.
    func noteRead(_ path: String, _ item: MapItem) {
        // `data.values.a.b` reads `a` on its way.
        if let last = reads.last, path.hasPrefix(last.path + ".") { reads.removeLast() }
        reads.append(NodeOrigin.Read(path: path, item: item))
    }

    /// A node was started or given its value by the innermost of `lines`.
    func noteMade(_ node: Node, _ lines: [NodeOrigin.Line]) {
        var origin = node.origin ?? NodeOrigin()
        if origin.lines.isEmpty { origin.lines = lines }
        origin.reads += reads
        reads = []
        node.origin = origin
    }

    /// An overlay's node put itself, or its value, in the place of `node`, or beside it.
    func noteChanged(
        _ node: Node, _ operation: String, by right: Node,
        instead before: YAMLTree.Position = .unknown
    ) {
        var origin = node.origin ?? NodeOrigin()
        origin.changes.append(
            NodeOrigin.Change(operation: operation, position: right.position, before: before))
        node.origin = origin
    }
}
