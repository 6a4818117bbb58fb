import HCL

/// The edits of a move: the source's block says what the target's says, expressions name the
/// source's address, and the target's block goes away.
///
/// They are planned in two layers. In the first nothing is lost, so that a run that is killed
/// between two files finds in the target's block what it has to write.
struct FileEdits {
    let pairs: [Relocation.Pair]
    private(set) var first: ConfigurationFiles
    private(set) var then: ConfigurationFiles
    private(set) var byHand: [ReconcilePlan.HandStep] = []
    private(set) var notes: [String] = []
    private let isSwap: Bool
    private let isWritten: Bool
    private var givenUp: [Declaration] = []

    init(
        _ pairs: [Relocation.Pair], of relocation: Relocation, in configuration: ConfigurationFiles
    ) {
        self.pairs = pairs
        isSwap = relocation.oldServer == .swapped
        isWritten = relocation.swapIsWritten
        first = configuration
        then = configuration
    }

    /// The block at an address is taken away, because nothing stands there in the end.
    mutating func giveUp(_ address: String) {
        if let declaration = Declaration(address) { givenUp.append(declaration) }
    }

    mutating func plan() {
        // Who swaps addresses by name only has nothing to write: both blocks stay.
        for pair in pairs { plan(pair) }
        for pair in pairs where !isSwap { rename(pair) }
        then = first
        for pair in pairs where !isSwap { takeAway(pair) }
        for declaration in givenUp { takeAway(declaration) }
    }

    private var renames: [(old: [String], new: [String])] {
        pairs.compactMap { pair in
            guard let target = Declaration(pair.target), let source = Declaration(pair.source),
                target.names.count == source.names.count
            else { return nil }
            return (target.names, source.names)
        }
    }

    // MARK: One pair

    private mutating func plan(_ pair: Relocation.Pair) {
        guard let target = Declaration(pair.target), let source = Declaration(pair.source) else {
            return insideOfModule(pair)
        }
        guard let model = only(target), !isSwap else {
            return isSwap ? swap(source, target) : ()
        }
        guard !source.hasKey, !target.hasKey else {
            return byHand(
                model.file, model.block, "several servers come from one block here",
                "\(pair.source) is what \(pair.target) was")
        }
        guard let mine = only(source) else { return relabel(model, source) }
        guard !isOverridden(source), !isOverridden(target) else {
            return byHand(
                mine.file, mine.block, "an override file changes it too",
                "\(source.title) is to say what \(target.title) says")
        }
        var alignment = BlockAlignment(document(mine.file), renames: renames)
        alignment.align(
            .top(source.blockType, labels: source.labels), with: model.block,
            in: document(model.file))
        byHand += alignment.byHand.map { step(mine.file, $0) }
        first.replace(mine.file, by: alignment.document)
    }

    /// Both blocks exchange what they say. That cannot be written without losing one of them in
    /// between, so a person does it.
    private mutating func swap(_ source: Declaration, _ target: Declaration) {
        guard let mine = only(source), let other = only(target) else { return }
        let mineWords = words(mine)
        let otherWords = words(other)
        guard mineWords != otherWords, !isWritten else { return }
        byHand.append(
            .init(
                file: mine.file, line: mine.document.line(of: mine.block.tokens.lowerBound),
                reason: "two servers swap their addresses",
                write: "exchange what \(source.title) and \(target.title) say, "
                    + "and then `swap_written: true` in the migration file"))
    }

    private func words(_ found: Found) -> [String] {
        found.document.words(found.block.body.tokens, renaming: [])
    }

    /// The source's block is gone: the target's gets its name.
    private mutating func relabel(_ model: Found, _ source: Declaration) {
        let path = EditPath.top(model.block.type, labels: model.block.labels)
        switch document(model.file).relabelling(path, to: source.labels) {
        case .unchanged: break
        case .changed(let next): first.replace(model.file, by: next)
        case .byHand(let step): byHand.append(self.step(model.file, step))
        }
    }

    /// A module's files may serve others too: whether they are right already, the plan shows.
    private mutating func insideOfModule(_ pair: Relocation.Pair) {
        notes.append(
            "\(pair.source) is declared inside of a module, which is not edited: there it is to be "
                + "what \(pair.target) was")
    }

    // MARK: References and what goes away

    private mutating func rename(_ pair: Relocation.Pair) {
        guard let target = Declaration(pair.target), let source = Declaration(pair.source) else {
            return
        }
        for (name, document) in first.documents {
            // What goes away says what it said until it does.
            switch document.renaming(
                target.names, to: source.names, except: doomed(in: document))
            {
            case .unchanged: break
            case .changed(let next): first.replace(name, by: next)
            case .byHand(let step): byHand.append(self.step(name, step))
            }
        }
        for name in first.jsonFiles(mentioning: target) {
            byHand.append(
                .init(
                    file: name, line: 1, reason: "JSON is not edited",
                    write: "\(target.names.joined(separator: ".")) is "
                        + "\(source.names.joined(separator: ".")) now"))
        }
    }

    private func doomed(in document: Document) -> [Range<Int>] {
        let going = pairs.filter { Declaration($0.source).flatMap(only) != nil }
            .compactMap { Declaration($0.target) }
        return document.body.blocks.filter { block in
            going.contains { $0.blockType == block.type && $0.labels == block.labels }
        }.map(\.tokens)
    }

    private mutating func takeAway(_ pair: Relocation.Pair) {
        // Without a block for the source the target's got its name in the first layer.
        guard let target = Declaration(pair.target), let source = Declaration(pair.source),
            only(source) != nil, !target.hasKey, !source.hasKey
        else { return }
        takeAway(target)
    }

    private mutating func takeAway(_ declaration: Declaration) {
        for name in then.files(declaring: declaration) {
            guard let document = then.documents[name] else { continue }
            let path = EditPath.top(declaration.blockType, labels: declaration.labels)
            switch document.removingBlock(at: path) {
            case .unchanged: break
            case .changed(let next): then.replace(name, by: next)
            case .byHand(let step): byHand.append(self.step(name, step))
            }
        }
    }

    // MARK: Looking

    private struct Found {
        let file: String
        let document: Document
        let block: Block
    }

    /// The one block that declares something, overrides apart.
    private func only(_ declaration: Declaration) -> Found? {
        let names = first.files(declaring: declaration).filter {
            !ConfigurationFiles.isOverride($0)
        }
        guard names.count == 1, let name = names.first, let document = first.documents[name],
            let block = document.body.blocks.first(where: {
                $0.type == declaration.blockType && $0.labels == declaration.labels
            })
        else { return nil }
        return Found(file: name, document: document, block: block)
    }

    private func isOverridden(_ declaration: Declaration) -> Bool {
        first.files(declaring: declaration).contains(where: ConfigurationFiles.isOverride)
    }

    private func document(_ name: String) -> Document {
        first.documents[name] ?? Document.empty
    }

    private func step(_ file: String, _ step: ManualStep) -> ReconcilePlan.HandStep {
        .init(file: file, line: step.line, reason: step.reason, write: step.text)
    }

    private mutating func byHand(
        _ file: String, _ block: Block, _ reason: String, _ write: String
    ) {
        let line = document(file).line(of: block.tokens.lowerBound)
        byHand.append(.init(file: file, line: line, reason: reason, write: write))
    }
}
