import Starlark
import YAMLTree

/// One annotation of a node with the arguments its code evaluated to.
struct NodeAnnotation {
    var arguments: [Value] = []
    var named: [(name: String, value: Value)] = []
    var position: YAMLTree.Position = .unknown
}

/// What templating notes on a node: its annotations, the type a schema gave it, its validations.
///
/// Shared by copies of a node until one of them changes; a change always makes a new object.
final class NodeNotes {
    let annotations: [AnnotationName: NodeAnnotation]
    let type: SchemaType?
    let validations: [NodeValidation]?
    /// Only where somebody asked.
    let origin: NodeOrigin?

    init(
        annotations: [AnnotationName: NodeAnnotation] = [:], type: SchemaType? = nil,
        validations: [NodeValidation]? = nil, origin: NodeOrigin? = nil
    ) {
        self.annotations = annotations
        self.type = type
        self.validations = validations
        self.origin = origin
    }
}

/// Reading and changing a node's notes.
extension Node {
    private var noted: NodeNotes? { notes as? NodeNotes }

    var annotations: [AnnotationName: NodeAnnotation] {
        get { noted?.annotations ?? [:] }
        set {
            guard !newValue.isEmpty || noted != nil else { return }
            notes = NodeNotes(
                annotations: newValue, type: noted?.type, validations: noted?.validations,
                origin: noted?.origin)
        }
    }

    func annotation(_ name: AnnotationName) -> NodeAnnotation? { noted?.annotations[name] }

    func hasAnnotation(_ name: AnnotationName) -> Bool { annotation(name) != nil }

    var schemaType: SchemaType? {
        get { noted?.type }
        set {
            notes = NodeNotes(
                annotations: annotations, type: newValue, validations: noted?.validations,
                origin: noted?.origin)
        }
    }

    var validations: [NodeValidation]? {
        get { noted?.validations }
        set {
            notes = NodeNotes(
                annotations: annotations, type: noted?.type, validations: newValue,
                origin: noted?.origin)
        }
    }

    var origin: NodeOrigin? {
        get { noted?.origin }
        set {
            notes = NodeNotes(
                annotations: annotations, type: noted?.type, validations: noted?.validations,
                origin: newValue)
        }
    }

    /// Drops the annotations that say how to overlay, here and below.
    func removeOverlayAnnotations() {
        if let noted, !noted.annotations.isEmpty {
            let kept = noted.annotations.filter { !$0.key.text.hasPrefix("overlay/") }
            if kept.count != noted.annotations.count { annotations = kept }
        }
        switch self {
        case let holder as HoldingNode: holder.value.node?.removeOverlayAnnotations()
        case let map as MapNode: for item in map.items { item.removeOverlayAnnotations() }
        case let array as ArrayNode: for item in array.items { item.removeOverlayAnnotations() }
        default: for child in children { child.removeOverlayAnnotations() }
        }
    }
}
