import HCL

/// Makes one block say what another says, entry by entry, and keeps everything else of it: its
/// comments, its order, its protections.
struct BlockAlignment {
    /// References that mean the same after the move.
    let renames: [(old: [String], new: [String])]
    private(set) var document: Document
    private(set) var byHand: [ManualStep] = []

    /// Settings about the declaration and not about the server.
    private static let meta: Set<String> = [
        "lifecycle", "depends_on", "provider", "providers", "provisioner", "connection", "source",
    ]

    /// Settings that say which server it is.
    private static let identity: Set<String> = [
        "name", "identifier", "cluster_identifier", "suffix",
    ]

    init(_ document: Document, renames: [(old: [String], new: [String])]) {
        self.document = document
        self.renames = renames
    }

    /// - Parameters:
    ///   - path: the block in ``document`` that is edited.
    ///   - model: the block that says how it is to be, and the document it stands in.
    mutating func align(_ path: EditPath, with model: Block, in other: Document) {
        guard let block = try? document.lastBlock(of: path) else { return }
        align(path, settings(block.body, document), with: settings(model.body, other), in: other)
        alignBlocks(path, with: model, in: other)
    }

    // MARK: Settings

    private typealias Setting = (name: String, value: Expression)

    private func settings(_ body: Body, _ document: Document) -> [Setting] {
        body.attributes.map { ($0.name, $0.value) }
    }

    private mutating func align(
        _ path: EditPath, _ mine: [Setting], with model: [Setting], in other: Document
    ) {
        for setting in model where !Self.meta.contains(setting.name) {
            align(path, mine.first { $0.name == setting.name }, with: setting, in: other)
        }
        let wanted = Set(model.map(\.name)).union(Self.meta)
        for setting in mine where !wanted.contains(setting.name) {
            take(document.removing(setting.name, at: path))
        }
    }

    private mutating func align(
        _ path: EditPath, _ mine: Setting?, with model: Setting, in other: Document
    ) {
        let text = other.text(model.value.tokens, renaming: renames)
        if let mine {
            let words = other.words(model.value.tokens, renaming: renames)
            if document.words(mine.value.tokens, renaming: renames) == words { return }
            if let inner = members(mine.value, document), let wanted = members(model.value, other) {
                return align(path.member(mine.name), inner, with: wanted, in: other)
            }
        }
        // An expression of the same file may take another's place, and the new server's name is a
        // fact; any other value that is computed is computed for a reason.
        let mayReplace = !other.isLiteral(model.value) || Self.identity.contains(model.name)
        take(
            document.setting(
                model.name, to: .expression(text), at: path, replacesComputed: mayReplace))
    }

    /// The entries of an object that is written out; nil for other values.
    private func members(_ value: Expression, _ document: Document) -> [Setting]? {
        guard case .object(let items) = value.kind else { return nil }
        var members: [Setting] = []
        for item in items {
            if case .variable(let name) = item.key.kind {
                members.append((name, item.value))
            } else if let name = document.literalText(item.key) {
                members.append((name, item.value))
            } else {
                return nil
            }
        }
        return members
    }

    // MARK: Blocks

    private mutating func alignBlocks(_ path: EditPath, with model: Block, in other: Document) {
        guard let block = try? document.lastBlock(of: path) else { return }
        let types = Set((block.body.blocks + model.body.blocks).map(Self.madeType))
        for type in types.subtracting(Self.meta).sorted() {
            let mine = block.body.blocks.filter { Self.madeType($0) == type }
            let wanted = model.body.blocks.filter { Self.madeType($0) == type }
            if words(mine, document) == words(wanted, other) { continue }
            if (mine + wanted).contains(where: { $0.type == "dynamic" }) {
                refuse(type, mine, wanted, other)
            } else if (mine + wanted).contains(where: { $0.body["name"] != nil }) {
                alignKeyed(path, type, mine, wanted, other)
            } else {
                alignSingle(path, type, mine.first, wanted.first, other)
            }
        }
    }

    /// A dynamic block makes blocks of the type that it is labelled with.
    private static func madeType(_ block: Block) -> String {
        block.type == "dynamic" ? block.labels.first ?? "dynamic" : block.type
    }

    private mutating func refuse(
        _ type: String, _ mine: [Block], _ wanted: [Block], _ other: Document
    ) {
        let line = mine.first.map { document.line(of: $0.tokens.lowerBound) } ?? 1
        let text = wanted.map { newBlock($0, other).text() }.joined()
        byHand.append(
            ManualStep(
                line: line, reason: "blocks `\(type)` are computed or have no name",
                text: text.isEmpty ? "take the blocks `\(type)` away" : text))
    }

    private mutating func alignSingle(
        _ path: EditPath, _ type: String, _ mine: Block?, _ wanted: Block?, _ other: Document
    ) {
        let inner = path.block(type)
        guard let wanted else { return take(document.removingBlock(at: inner)) }
        if mine != nil { return align(inner, with: wanted, in: other) }
        take(document.addingBlock(newBlock(wanted, other), at: path))
    }

    /// Blocks of one type that differ by their `name`: flags, and what is like them.
    private mutating func alignKeyed(
        _ path: EditPath, _ type: String, _ mine: [Block], _ wanted: [Block], _ other: Document
    ) {
        let wantedNames = wanted.map { name($0, other) }
        let myNames = mine.map { name($0, document) }
        guard !wantedNames.contains(nil), !myNames.contains(nil) else {
            return refuse(type, mine, wanted, other)
        }
        for (name, block) in zip(wantedNames, wanted) {
            guard let name else { continue }
            let inner = path.block(type, key: .init("name", name))
            if myNames.contains(name) {
                align(inner, with: block, in: other)
            } else {
                take(document.addingBlock(newBlock(block, other), at: path))
            }
        }
        for case let name? in myNames where !wantedNames.contains(name) {
            take(document.removingBlock(at: path.block(type, key: .init("name", name))))
        }
    }

    private func name(_ block: Block, _ document: Document) -> String? {
        (block.body["name"]?.value).flatMap { document.literalText($0) }
    }

    private func words(_ blocks: [Block], _ document: Document) -> [String] {
        blocks.flatMap {
            document.words($0.tokens.lowerBound..<$0.closeBrace + 1, renaming: renames)
        }
    }

    private func newBlock(_ block: Block, _ other: Document) -> NewBlock {
        NewBlock(
            block.type, block.labels,
            block.body.attributes.map {
                ($0.name, .expression(other.text($0.value.tokens, renaming: renames)))
            }, blocks: block.body.blocks.map { newBlock($0, other) })
    }

    // MARK: Outcomes

    private mutating func take(_ outcome: EditOutcome) {
        switch outcome {
        case .unchanged: break
        case .changed(let next): document = next
        case .byHand(let step): byHand.append(step)
        }
    }
}
