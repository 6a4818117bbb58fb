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
    private var givenUp: [Declaration] = []

    init(_ pairs: [Relocation.Pair], in configuration: ConfigurationFiles) {
        self.pairs = pairs
        first = configuration
        then = configuration
    }

    /// The block at an address is taken away, because nothing stands there in the end.
    mutating func giveUp(_ address: String) {
        if let declaration = Declaration(address) { givenUp.append(declaration) }
    }

    mutating func plan() {
        for pair in pairs { plan(pair) }
        for pair in pairs { rename(pair) }
        then = first
        for pair in pairs { takeAway(pair) }
        for declaration in givenUp { takeAway(declaration) }
    }

    /// Both servers stay in the configuration: their blocks get other names, and nothing else.
    mutating func exchange(_ exchange: AddressExchange) {
        defer { then = first }
        for move in exchange.moves where Declaration(move.from) == nil {
            insideOfModule(.init(target: move.from, takesPlaceOf: move.to))
        }
        let declared = exchange.moves.filter { Declaration($0.from).flatMap(only) != nil }
        guard !declared.isEmpty || first.isMentioned(exchange.moves.map(\.from)) else { return }
        guard let renamings = exchange.renamings, declared.count == exchange.moves.count,
            !exchange.moves.contains(where: { isTouchedElsewhere($0.from) })
        else { return exchangeByHand(exchange, declared.first?.from) }
        for (name, document) in first.documents {
            switch document.renamingBlocks(renamings, followedBy: exchange.followerNames) {
            case .unchanged: break
            case .changed(let next): first.replace(name, by: next)
            case .byHand(let step): byHand.append(self.step(name, step))
            }
        }
    }

    /// An override or a file in JSON says something of it too.
    private func isTouchedElsewhere(_ address: String) -> Bool {
        guard let declaration = Declaration(address) else { return true }
        return isOverridden(declaration) || !first.jsonFiles(mentioning: declaration).isEmpty
    }

    private mutating func exchangeByHand(_ exchange: AddressExchange, _ address: String?) {
        let found = address.flatMap(Declaration.init).flatMap(only)
        let names = exchange.moves.map { "what is \($0.from) is \($0.to)" }
        byHand.append(
            .init(
                file: found?.file ?? first.jsonFiles.keys.sorted().first ?? "main.tf",
                line: found.map { $0.document.line(of: $0.block.tokens.lowerBound) } ?? 1,
                reason: "not every block that gets another name can be edited with certainty",
                write: names.joined(separator: ", and ")
                    + ", in their blocks and in what these say of each other; then "
                    + "`swap_written: true` in the migration file"))
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
        guard let model = only(target) else { return }
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
