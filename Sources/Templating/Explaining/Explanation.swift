import YAMLTree

/// Tells which template lines, data values and overlays made a node of the output.
struct Explanation {
    private let documents: DocumentSet

    init(_ documents: DocumentSet) { self.documents = documents }

    func text(of path: OutputPath) throws(TemplateFailure) -> String {
        var text = ""
        for (index, document) in documents.items.enumerated() {
            guard path.document == nil || path.document == index + 1 else { continue }
            guard let way = Self.find(path.steps, in: document), let node = way.last else {
                continue
            }
            var found = path
            found.document = index + 1
            if !text.isEmpty { text += "\n" }
            text += describe(node, at: found, inside: way.dropLast())
        }
        guard text.isEmpty else { return text }
        throw TemplateFailure(nothingFound(path))
    }

    // MARK: Finding

    /// The document, and every node on the way down.
    private static func find(_ steps: [OutputPath.Step], in document: Document) -> [HoldingNode]? {
        var way: [HoldingNode] = [document]
        var value = document.value
        for step in steps {
            guard let next = child(step, of: value) else { return nil }
            way.append(next)
            value = next.value
        }
        return way
    }

    private static func child(_ step: OutputPath.Step, of value: YAMLValue) -> HoldingNode? {
        switch (step, value) {
        case (.key(let key), .map(let map)): map.items.last { name(of: $0) == key }
        case (.index(let index), .array(let array)):
            array.items.indices.contains(index) ? array.items[index] : nil
        default: nil
        }
    }

    static func name(of item: MapItem) -> String {
        switch item.key {
        case .string(let text): text
        default: String(YAMLPrinter.text(item.key).dropLast())
        }
    }

    /// Names what is there at the first step that leads nowhere.
    private func nothingFound(_ path: OutputPath) -> String {
        var deepest = OutputPath()
        var known: [String] = []
        for document in documents.items {
            var node: HoldingNode = document
            var reached = OutputPath()
            for step in path.steps {
                guard let next = Self.child(step, of: node.value) else { break }
                (node, reached) = (next, reached.appending(step))
            }
            guard known.isEmpty || reached.steps.count >= deepest.steps.count else { continue }
            if reached.steps.count > deepest.steps.count { known = [] }
            deepest = reached
            if case .map(let map) = node.value { known += map.items.map(Self.name(of:)) }
        }
        var text = "Nothing of the output is at '\(path)'"
        if let document = path.document, !documents.items.indices.contains(document - 1) {
            return text + " (documents there are: \(documents.items.count))"
        }
        if case .key(let key)? = path.steps.dropFirst(deepest.steps.count).first,
            let close = SpellingHint.closest(to: key, among: known)
        {
            text += " (did you mean '\(deepest.appending(.key(close)))'?)"
        }
        return text
    }

    // MARK: Describing

    private func describe(
        _ node: HoldingNode, at path: OutputPath, inside outer: ArraySlice<HoldingNode>
    ) -> String {
        let name = path.steps.isEmpty ? "document \(path.document ?? 1)" : "\(path)"
        var text = "\(name): \(Self.summary(node.value))\n"
        func add(_ what: String, _ rest: String) {
            text += "  " + what + String(repeating: " ", count: max(1, 13 - what.count)) + rest
            text += "\n"
        }
        let origin = node.origin ?? NodeOrigin()
        let changed = origin.changes.last?.position
        let lines = origin.lines
        if let first = lines.first {
            add("template", Self.show(first.position))
            for line in lines.dropFirst() { add("called from", Self.show(line.position)) }
        }
        if node.position != lines.first?.position, node.position != changed {
            add(lines.isEmpty ? "written at" : "value from", Self.show(node.position))
        }
        for read in origin.reads { describe(read, add) }
        for change in origin.changes {
            add("overlay", "\(Self.show(change.position)) (\(change.operation))")
            if change.before.isKnown { add("  instead of", Self.show(change.before)) }
        }
        describe(outer, then: node, add)
        return text
    }

    /// What was read for the nodes around, as by the `for` or `if` that they stand in. Of several
    /// nodes that one line made, the first knows.
    private func describe(
        _ outer: ArraySlice<HoldingNode>, then node: HoldingNode, _ add: (String, String) -> Void
    ) {
        var told: Set<String> = []
        for (around, inner) in zip(outer, outer.dropFirst() + [node]) {
            guard let line = inner.origin?.lines.first else { continue }
            let children =
                switch around.value {
                case .map(let map): map.items as [HoldingNode]
                case .array(let array): array.items
                default: [HoldingNode]()
                }
            let first = children.first { $0.origin?.lines.first == line } ?? inner
            var reads = first === node ? [] : first.origin?.reads ?? []
            if inner !== node, inner !== first { reads += inner.origin?.reads ?? [] }
            for read in reads where told.insert(read.path).inserted {
                let value = Self.summary(read.item.value)
                add("around it", "\(read.path) = \(value), from \(Self.show(read.item.position))")
            }
        }
    }

    private func describe(_ read: NodeOrigin.Read, _ add: (String, String) -> Void) {
        let value = Self.summary(read.item.value)
        add("data value", "\(read.path) = \(value), from \(Self.show(read.item.position))")
        for change in read.item.origin?.changes ?? [] where change.before.isKnown {
            add("  instead of", Self.show(change.before))
        }
    }

    private static func show(_ position: YAMLTree.Position) -> String {
        let text = position.text
        return text.isEmpty ? position.compact : "\(position.compact) | \(text)"
    }

    private static func summary(_ value: YAMLValue) -> String {
        switch value {
        case .map(let map): return "a map of \(map.items.count)"
        case .array(let array): return "an array of \(array.items.count)"
        default:
            let lines = YAMLPrinter.text(value).split(separator: "\n")
            return lines.count == 1
                ? String(lines[0]) : "a text of \(max(0, lines.count - 1)) lines"
        }
    }
}
