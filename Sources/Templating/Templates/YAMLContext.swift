import Starlark
import YAMLTree

/// Builds YAML: nodes are started in the order of the template, and each finds its parent among
/// the nodes under way.
final class YAMLContext: EvaluationContext {
    private let nodes: TemplateNodes
    private let allowsOverrides: Bool
    private(set) var root: Node?
    private var openNodes: [Node] = []
    private var openTags: [Int] = []
    private var pendingAnnotations: [Int: [AnnotationName: NodeAnnotation]] = [:]
    private var pendingKeys: [Int: YAMLValue] = [:]
    /// Keys of maps under way, once they have more than a few.
    private var keysOfMaps: [ObjectIdentifier: Set<KeyIdentity>] = [:]

    init(nodes: TemplateNodes, allowsOverrides: Bool) {
        self.nodes = nodes
        self.allowsOverrides = allowsOverrides
    }

    // MARK: Instructions

    func annotate(_ tag: Int, _ name: AnnotationName, _ annotation: NodeAnnotation) {
        var annotation = annotation
        annotation.position = nodes.annotationPositions[tag]?[name] ?? .unknown
        pendingAnnotations[tag, default: [:]][name] = annotation
    }

    func setMapItemKey(_ tag: Int, to key: Value) throws {
        pendingKeys[tag] = try Conversion.yaml(key)
    }

    func startNode(_ tag: Int) throws {
        let node = make(tag)
        if root == nil {
            if node is HoldingNode {
                try startNode(nodes.parent(tag))
            } else {
                root = node
            }
        }
        if !openNodes.isEmpty {
            try unwind(to: tag)
            try add(node)
        }
        openNodes.append(node)
        openTags.append(tag)
    }

    func setNode(_ tag: Int, to value: Value?) throws {
        guard let holder = openNodes.last as? HoldingNode else {
            throw Failure("cannot set value on a \(openNodes.last?.kindName ?? "node")")
        }
        guard let value else {
            switch nodes.prototype(tag) {
            case .document(let document): holder.value = document.value
            case .mapItem(let item): holder.value = item.value
            case .arrayItem(let item): holder.value = item.value
            default: break
            }
            return
        }
        if case .object(let object) = value, object is NoOperation { return }
        let converted = try Conversion.yaml(value)
        if case .documents = converted {
            throw Failure(
                "\(holder.pluralName) can only contain \(holder.contentNames); "
                    + "this is a document set")
        }
        holder.value = converted
    }

    var openNode: Node? { openNodes.last }

    func result() -> Value {
        switch root {
        case let map as MapNode: .object(Fragment(content: .map(map)))
        case let array as ArrayNode: .object(Fragment(content: .array(array)))
        case let documents as DocumentSet: .object(Fragment(content: .documents(documents)))
        default: .object(Fragment(content: .nothing))
        }
    }

    // MARK: Nodes under way

    private func make(_ tag: Int) -> Node {
        let node: Node
        switch nodes.prototype(tag) {
        case .documentSet(let position): node = DocumentSet([], position: position)
        case .document(let document):
            let copy = Document(.null, position: document.position, comments: document.comments)
            copy.isInjected = document.isInjected
            node = copy
        case .map(let position): node = MapNode([], position: position)
        case .mapItem(let item):
            node = MapItem(
                key: pendingKeys.removeValue(forKey: tag) ?? item.key, value: .null,
                position: item.position, comments: item.comments)
        case .array(let position): node = ArrayNode([], position: position)
        case .arrayItem(let item):
            node = ArrayItem(.null, position: item.position, comments: item.comments)
        case .textRoot, .text: node = DocumentSet()
        }
        if !pendingAnnotations.isEmpty,
            let annotations = pendingAnnotations.removeValue(forKey: tag)
        {
            node.annotations = annotations
        }
        return node
    }

    private func unwind(to tag: Int) throws {
        var depth = openTags.count
        while depth > 0, !nodes.isAncestor(openTags[depth - 1], of: tag) { depth -= 1 }
        guard depth > 0 else {
            throw Failure("(p) expected to find node tag \(nodes.parent(tag)) when unwinding")
        }
        openTags.removeSubrange(depth...)
        openNodes.removeSubrange(depth...)
    }

    private func add(_ node: Node) throws {
        switch (openNodes.last, node) {
        case (let documents as DocumentSet, let document as Document):
            documents.items.append(document)
        case (let map as MapNode, let item as MapItem):
            try makeRoom(for: item, in: map, isStrict: true)
            map.items.append(item)
        case (let array as ArrayNode, let item as ArrayItem): array.items.append(item)
        case (let holder as HoldingNode, let map as MapNode): holder.value = .map(map)
        case (let holder as HoldingNode, let array as ArrayNode): holder.value = .array(array)
        default:
            throw Failure(
                "cannot add \(node.kindName) into \(openNodes.last?.kindName ?? "nothing")")
        }
    }

    // MARK: Keys

    /// A key may come again only where the template says so; the earlier item goes then.
    private func makeRoom(for item: MapItem, in map: MapNode, isStrict: Bool) throws {
        guard hasKey(item.key, map) else { return }
        guard allowsOverrides || !isStrict || item.hasAnnotation(.mapKeyOverride) else {
            throw Failure(
                "expected key '\(item.key.keyText)' to not be specified again "
                    + "(unless 'yaml/map-key-override' annotation is added)")
        }
        if let place = map.items.lastIndex(where: { $0.key == item.key }) {
            map.items.remove(at: place)
        }
    }

    /// Also remembers the key, since it is about to be added.
    private func hasKey(_ key: YAMLValue, _ map: MapNode) -> Bool {
        if map.items.count < 12 { return map.items.contains { $0.key == key } }
        let identity = ObjectIdentifier(map)
        if keysOfMaps[identity] == nil {
            keysOfMaps = [identity: Set(map.items.map { KeyIdentity($0.key) })]
        }
        return keysOfMaps[identity]?.insert(KeyIdentity(key)).inserted == false
    }

    // MARK: Replacing

    func replace(with value: Value) throws {
        guard openNodes.count >= 2, let placeholder = openNodes.last else {
            throw Failure("expected to find parent, but was not enough parents")
        }
        keysOfMaps = [:]
        switch (openNodes[openNodes.count - 2], placeholder) {
        case (let documents as DocumentSet, let document as Document):
            guard let place = documents.items.firstIndex(where: { $0 === document }) else { break }
            documents.items.replaceSubrange(place...place, with: try Self.documents(value))
            return
        case (let map as MapNode, let item as MapItem):
            return try replace(item, in: map, with: value)
        case (let array as ArrayNode, let item as ArrayItem):
            guard let place = array.items.firstIndex(where: { $0 === item }) else { break }
            array.items.replaceSubrange(
                place...place, with: try Self.arrayItems(value, at: item.position))
            return
        default: break
        }
        throw Failure(
            "expected to replace document value, map item or array item, "
                + "but found \(placeholder.kindName)")
    }

    private func replace(_ item: MapItem, in map: MapNode, with value: Value) throws {
        let converted = try Conversion.yaml(value, at: item.position)
        guard case .map(let content) = converted else {
            throw Failure("expected value to be map, but was \(Self.goType(value, converted))")
        }
        // What was no YAML before carries no annotations that could allow an override.
        let carriesAnnotations =
            if case .object(let object) = value { object is Fragment } else { false }
        for newItem in content.items where hasKeyBeside(item, newItem.key, map) {
            try makeRoom(for: newItem, in: map, isStrict: carriesAnnotations)
        }
        guard let place = map.items.firstIndex(where: { $0 === item }) else {
            throw Failure("expected to find placeholder map item in map")
        }
        map.items.replaceSubrange(place...place, with: content.items)
        keysOfMaps = [:]
    }

    private func hasKeyBeside(_ placeholder: MapItem, _ key: YAMLValue, _ map: MapNode) -> Bool {
        map.items.contains { $0.key == key && $0 !== placeholder } || placeholder.key == key
    }

    private static func documents(_ value: Value) throws -> [Document] {
        let converted = try Conversion.yaml(value)
        switch converted {
        case .documents(let documents): return documents.items
        case .array(let array):
            if case .object = value { break }
            return array.items.map { Document($0.value) }
        default: break
        }
        throw Failure("expected value to be docset, but was \(goType(value, converted))")
    }

    private static func arrayItems(
        _ value: Value, at position: YAMLTree.Position
    ) throws -> [ArrayItem] {
        let converted = try Conversion.yaml(value, at: position)
        guard case .array(let array) = converted else {
            throw Failure("expected value to be array, but was \(goType(value, converted))")
        }
        return array.items
    }

    private static func goType(_ value: Value, _ converted: YAMLValue) -> String {
        switch value {
        case .object(let object) where object is Fragment: GoTypeName.of(converted)
        case .dict, .object: "*orderedmap.Map"
        case .list, .tuple, .set: "[]interface {}"
        default: GoTypeName.of(converted)
        }
    }
}

extension HoldingNode {
    fileprivate var pluralName: String { kindName + "s" }
    fileprivate var contentNames: String {
        self is ArrayItem ? "maps, arrays, or scalars" : "arrays, maps, or scalars"
    }
}
