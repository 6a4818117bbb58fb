/// Where settings stand: a body's settings and an object's entries are edited alike.
struct Container {
    struct Entry {
        let name: String
        let value: Expression
        /// From the name to the value's end.
        let tokens: Range<Int>
    }

    let entries: [Entry]
    let blocks: [Block]
    /// Whether it is an object, whose entries may be divided by commas.
    let isObject: Bool
    /// The token of the brace in front; nil for the file itself.
    let open: Int?
    /// The token of the brace behind, or the file's end.
    let close: Int
}

extension Document {
    /// The container that a path leads to.
    ///
    /// - Returns: nil when a block on the way is not there; `missing` says from which step on.
    /// - Throws: why a person should look.
    func container(at path: EditPath) throws(ManualStep) -> (found: Container, missing: Int) {
        var container = Container(
            entries: body.attributes.map(entry), blocks: body.blocks, isObject: false, open: nil,
            close: tokens.count - 1)
        for (index, step) in path.steps.enumerated() {
            guard let next = try follow(step, in: container) else { return (container, index) }
            container = next
        }
        return (container, path.steps.count)
    }

    /// The path to a place by names alone: an object where a setting has that name, else a block.
    package func path(from start: EditPath, by names: [String]) -> EditPath {
        var path = start
        for name in names {
            let here = try? container(at: path)
            let isSetting = here?.found.entries.contains { $0.name == name } ?? false
            path =
                isSetting && here?.missing == path.steps.count
                ? path.member(name) : path.block(name)
        }
        return path
    }

    private func follow(
        _ step: EditPath.Step, in container: Container
    ) throws(ManualStep) -> Container? {
        switch step {
        case .block(let type, let labels, let key):
            return try block(type, labels, key, in: container).map(self.container)
        case .member(let name):
            guard let entry = container.entries.first(where: { $0.name == name }) else {
                return nil
            }
            guard case .object(let items) = entry.value.kind else {
                throw byHand(entry.value, "`\(name)` is computed: \(text(entry.value.tokens))")
            }
            return try object(items, entry.value)
        }
    }

    /// The one block that is meant.
    func block(
        _ type: String, _ labels: [String], _ key: EditPath.Key?, in container: Container
    ) throws(ManualStep) -> Block? {
        if let dynamic = container.blocks.first(where: {
            $0.type == "dynamic" && $0.labels == [type]
        }) {
            throw byHand(dynamic, "`\(type)` comes from a dynamic block")
        }
        let sameType = container.blocks.filter { $0.type == type && $0.labels == labels }
        guard let key else {
            guard sameType.count < 2 else {
                throw byHand(sameType[1], "there are \(sameType.count) blocks `\(type)` here")
            }
            return sameType.first
        }
        var found: [Block] = []
        for block in sameType {
            guard let value = block.body[key.name]?.value else { continue }
            guard let meaning = literalText(value) else {
                throw byHand(block, "`\(key.name)` of a block `\(type)` here is computed")
            }
            if meaning == key.value { found.append(block) }
        }
        guard found.count < 2 else {
            throw byHand(found[1], "`\(type)` with \(key.name) \(quoted(key.value)) is there twice")
        }
        return found.first
    }

    private func container(_ block: Block) -> Container {
        Container(
            entries: block.body.attributes.map(entry), blocks: block.body.blocks, isObject: false,
            open: block.openBrace, close: block.closeBrace)
    }

    private func object(_ items: [ObjectItem], _ value: Expression) throws(ManualStep) -> Container
    {
        var entries: [Container.Entry] = []
        for item in items {
            guard let name = keyName(item.key) else {
                throw byHand(item.key, "a key of the object is computed")
            }
            let tokens = item.key.tokens.lowerBound..<item.value.tokens.upperBound
            entries.append(.init(name: name, value: item.value, tokens: tokens))
        }
        return Container(
            entries: entries, blocks: [], isObject: true, open: value.tokens.lowerBound,
            close: value.tokens.upperBound - 1)
    }

    private func entry(_ attribute: Attribute) -> Container.Entry {
        Container.Entry(
            name: attribute.name, value: attribute.value,
            tokens: attribute.tokens.lowerBound..<attribute.value.tokens.upperBound)
    }

    /// `a` and `"a"` as keys of an object are the same.
    private func keyName(_ key: Expression) -> String? {
        if case .variable(let name) = key.kind { return name }
        return literalText(key)
    }

    // MARK: Values

    /// What a single value means, when it is written out; nil for lists, objects and computed ones.
    package func literalText(_ value: Expression) -> String? {
        switch value.kind {
        case .number, .boolean: return text(value.tokens)
        case .template(let parts):
            // A heredoc's text depends on its indentation.
            guard tokens[value.tokens.lowerBound].kind == .openQuote else { return nil }
            var result = ""
            for part in parts {
                guard case .text(let token) = part else { return nil }
                result += unescaped(text(token..<token + 1))
            }
            return result
        default: return nil
        }
    }

    /// Whether every part is written out, so that it may be replaced.
    package func isLiteral(_ value: Expression) -> Bool {
        switch value.kind {
        case .number, .boolean, .null: true
        case .template(let parts): parts.allSatisfy { $0.expression == nil }
        case .tuple(let elements): elements.allSatisfy(isLiteral)
        case .object(let items):
            items.allSatisfy { keyName($0.key) != nil && isLiteral($0.value) }
        case .unary(let operand), .parenthesised(let operand): isLiteral(operand)
        default: false
        }
    }

    // MARK: Complaints

    func byHand(_ value: Expression, _ reason: String) -> ManualStep {
        ManualStep(line: line(of: value.tokens.lowerBound), reason: reason, text: "")
    }

    func byHand(_ block: Block, _ reason: String) -> ManualStep {
        ManualStep(line: line(of: block.tokens.lowerBound), reason: reason, text: "")
    }

    package func line(of token: Int) -> Int {
        position(of: tokens[token].range.lowerBound, in: bytes).line
    }
}
