import Starlark
import YAMLTree

/// Turns a YAML template into the lines of a program that builds its result.
///
/// Code lines stand where their comments stood, so that blocks of code hold the nodes between
/// them; every node becomes a call that starts it and one that gives it its value.
struct YAMLTemplateCompiler {
    struct Options {
        var ignoresUnknownComments = false
        /// Told of every annotation.
        var note: ((AnnotationName, YAMLTree.Position) -> Void)?
    }

    private let name: String
    private let options: Options
    private let instructions: Instructions
    private let source: SourceFile?
    private var nodes = TemplateNodes()
    private var lines: [CodeLine] = []

    static func compile(
        _ documents: DocumentSet, name: String, options: Options, identifier: Int
    ) throws -> CompiledTemplate {
        var compiler = YAMLTemplateCompiler(
            name: name, options: options, identifier: identifier, source: documents.source)
        try compiler.build(documents, parent: TemplateNodes.root, templatesStrings: false)
        compiler.add(compiler.instructions.endContextWithNone)
        return CompiledTemplate(
            name: name, lines: compiler.lines, instructions: compiler.instructions,
            nodes: compiler.nodes)
    }

    private init(name: String, options: Options, identifier: Int, source: SourceFile?) {
        self.name = name
        self.options = options
        self.source = source
        instructions = Instructions(identifier: identifier)
        add(instructions.setContextType(.yaml))
        add(instructions.startContext(.yaml))
    }

    private mutating func add(_ code: String, at position: YAMLTree.Position = .unknown) {
        lines.append(CodeLine(code, source: sourceLine(position)))
    }

    private func sourceLine(_ position: YAMLTree.Position) -> SourceLine? {
        guard position.isKnown, let text = source?.line(position.line) else { return nil }
        return SourceLine(position: position, content: text)
    }

    // MARK: Nodes

    private mutating func build(_ node: Node, parent: Int, templatesStrings: Bool) throws {
        let metas = try NodeMetas(node, ignoresUnknown: options.ignoresUnknownComments)
        let tag = nodes.add(
            Self.prototype(of: node, comments: metas.annotationComments), below: parent)
        let templatesStrings =
            templatesStrings || metas.annotations.contains { $0.name == .textTemplatedStrings }
        for block in metas.blocks { add(block.text, at: block.position) }
        let debug = Self.debugName(of: node)
        for annotation in metas.annotations {
            options.note?(annotation.name, annotation.position)
            nodes.annotationPositions[tag, default: [:]][annotation.name] = annotation.position
            let code = instructions.annotate(tag, annotation.name, annotation.content)
            add("\(code) # \(debug)", at: annotation.position)
        }
        if templatesStrings, let item = node as? MapItem, case .string(let key) = item.key {
            let instructions = instructions
            try buildText(key, of: node, tag: tag) { instructions.setMapItemKey(tag, to: $0) }
        }
        add(instructions.startNode(tag, debug), at: node.position)
        try buildContent(node, metas, tag: tag, debug: debug, templatesStrings: templatesStrings)
        if metas.needsEnd { add("end") }
    }

    private mutating func buildContent(
        _ node: Node, _ metas: NodeMetas, tag: Int, debug: String, templatesStrings: Bool
    ) throws {
        if !metas.values.isEmpty {
            for value in metas.values {
                let code = instructions.setNode(tag, to: value.text)
                add("\(code) # \(debug)", at: value.position)
            }
            return
        }
        guard let holder = node as? HoldingNode else {
            for child in node.children {
                try build(child, parent: tag, templatesStrings: templatesStrings)
            }
            return
        }
        if let child = holder.value.node {
            try build(child, parent: tag, templatesStrings: templatesStrings)
        } else if templatesStrings, case .string(let text) = holder.value {
            let instructions = instructions
            try buildText(text, of: node, tag: tag) { instructions.setNode(tag, to: $0) }
        } else {
            add(instructions.setNode(tag, debug), at: node.position)
        }
    }

    /// Text with code in it: a context of its own, whose result becomes the value or the key.
    private mutating func buildText(
        _ text: String, of node: Node, tag: Int, _ set: (String) -> String
    ) throws {
        let pieces = try TextTemplateParser.parse(Array(text.utf8), position: node.position)
        var code = TextTemplateCompiler.compileInline(
            pieces, instructions: instructions, nodes: &nodes)
        code.removeLast()
        lines.append(contentsOf: code)
        add("\(set(instructions.endContextCall)) # \(Self.debugName(of: node))", at: node.position)
        add(instructions.setContextType(.yaml))
    }

    // MARK: Descriptions

    private static func prototype(of node: Node, comments: [Comment]) -> TemplateNodes.Prototype {
        switch node {
        case let document as Document:
            let copy = Document(.null, position: document.position, comments: comments)
            copy.isInjected = document.isInjected
            copy.value = document.value.node == nil ? document.value : .null
            return .document(copy)
        case let item as MapItem:
            let value = item.value.node == nil ? item.value : .null
            return .mapItem(
                MapItem(key: item.key, value: value, position: item.position, comments: comments))
        case let item as ArrayItem:
            let value = item.value.node == nil ? item.value : .null
            return .arrayItem(ArrayItem(value, position: item.position, comments: comments))
        case is MapNode: return .map(node.position)
        case is ArrayNode: return .array(node.position)
        default: return .documentSet(node.position)
        }
    }

    private static func debugName(of node: Node) -> String {
        switch node {
        case is Document: "*yamlmeta.Document"
        case let item as MapItem: "*yamlmeta.MapItem key=" + oneLine(item.key.keyText)
        case is ArrayItem: "*yamlmeta.ArrayItem idx=?"
        case is MapNode: "*yamlmeta.Map"
        case is ArrayNode: "*yamlmeta.Array"
        default: "*yamlmeta.DocumentSet"
        }
    }

    private static func oneLine(_ text: String) -> String {
        text.utf8.contains(0x0A) || text.utf8.contains(0x0D)
            ? String(text.split { $0.isNewline }.joined(separator: " ")) : text
    }
}
