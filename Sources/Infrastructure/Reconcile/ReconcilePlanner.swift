package import Diagnostics
import HCL

/// Decides what has to change: files, state, or both. It reads nothing and writes nothing.
package struct ReconcilePlanner {
    let relocation: Relocation
    let dialect: BlockDialect
    let relations: StateRelations
    let state: StateFile?
    var imports: [Relocation.Import]
    var configuration: ConfigurationFiles
    private let original: ConfigurationFiles
    /// What only one of the two servers has, and what names it all the same.
    var followers: [String] = []
    var exchange: AddressExchange?
    var plan = ReconcilePlan()

    package static func plan(
        _ relocation: Relocation, configuration: ConfigurationFiles, state: StateFile?,
        dialect: BlockDialect
    ) throws(Diagnostic) -> ReconcilePlan {
        var planner = ReconcilePlanner(relocation, configuration, state, dialect)
        try planner.checkAddresses()
        planner.findPairs()
        planner.planState()
        planner.planFiles()
        return planner.plan
    }

    private init(
        _ relocation: Relocation, _ configuration: ConfigurationFiles, _ state: StateFile?,
        _ dialect: BlockDialect
    ) {
        self.relocation = relocation
        self.configuration = configuration
        original = configuration
        self.dialect = dialect
        relations = StateRelations(state)
        self.state = state
        imports = relocation.imports
    }

    /// Where the new server stands in the end.
    var place: String { relocation.address ?? relocation.source }

    /// Whether the new server takes the address at which the old one stands.
    private var takesOver: Bool { place == relocation.source }

    private func checkAddresses() throws(Diagnostic) {
        let isKnown = [relocation.source, relocation.target, place].allSatisfy {
            ResourceAddress($0) != nil || Declaration($0) != nil
        }
        guard isKnown, relocation.source != relocation.target else {
            throw Diagnostic(
                .error, .relocationAddress,
                "\(relocation.source) and \(relocation.target) must be two addresses",
                hint: "terraform state list prints them: google_sql_database_instance.main, or "
                    + "module.pg for all of a module.")
        }
        guard relocation.address == nil || relocation.oldServer == .released else {
            throw Diagnostic(
                .error, .relocationAddress,
                "`address` and `old_server` cannot both say where a server goes",
                hint:
                    "With `address` the new server leaves the old one's address alone, and that is "
                    + "let go of. Take one of the two out of the migration file.")
        }
        guard
            relations.contains(relocation.source) || relations.contains(relocation.target)
                || relations.contains(place)
        else {
            throw Diagnostic(
                .error, .relocationAddress,
                "neither \(relocation.source) nor \(relocation.target) is in the state",
                hint: "terraform state list prints what is; for a server that no state knows "
                    + "write an `import`.")
        }
    }

    // MARK: State

    private mutating func findPairs() {
        plan.pairs = [.init(target: relocation.target, takesPlaceOf: place)] + relocation.also
        guard takesOver else { return }
        let named = Set(relocation.also.flatMap { [$0.source, $0.target] })
        let (pairs, loneTargets, loneSources) = relations.companions(
            source: relocation.source, target: relocation.target)
        followers = loneTargets.map(\.address)
        plan.pairs += pairs.filter { !named.contains($0.source) && !named.contains($0.target) }
        for resource in loneTargets where !named.contains(resource.address) {
            plan.notes.append(
                "\(resource.address) belongs to the target and keeps its address: nothing of the "
                    + "source is like it")
        }
        let imported = Set(imports.map { Self.plain($0.address) })
        for resource in loneSources
        where !named.contains(resource.address) && !imported.contains(resource.address) {
            planLone(resource)
        }
    }

    /// What only the source has: the new server has its like, which the move made.
    private mutating func planLone(_ resource: StateRelations.Resource) {
        let instances = (state?.instances ?? []).filter {
            Self.plain($0.address) == resource.address && $0.deposed == nil
        }
        let server = state?.instance(at: relocation.target)?.attributes ?? .null
        let found = instances.compactMap { instance in
            ImportIDs.id(of: instance, on: server).map {
                Relocation.Import(instance.address, id: $0)
            }
        }
        guard !found.isEmpty, found.count == instances.count else {
            plan.notes.append(
                "\(resource.address) belongs to the source and has no counterpart: when the plan "
                    + "replaces it, name the new one's id under `imports`")
            return
        }
        imports += found
    }

    static func plain(_ address: String) -> String { StateRelations.plain(address) }

    private mutating func planState() {
        plan.kept = Set(plan.pairs.map(\.source))
        guard relations.contains(relocation.target) else {
            plan.notes.append("\(relocation.target) is not in the state: the move is done there")
            planKept()
            return planImports()
        }
        if case .swapped = relocation.oldServer {
            planSwap()
        } else if takesOver {
            planKept()
            plan.commands =
                StateCommands(
                    plan.pairs, fate: relocation.oldServer, kept: kept,
                    isInState: relations.contains
                ).commands
            plan.released = plan.commands.compactMap {
                if case .remove(let address) = $0 { address } else { nil }
            }
            useBlocksWherePossible()
        } else {
            planByBlocks()
        }
        planImports()
    }

    /// A plain move to a free address can be said by a block.
    private mutating func useBlocksWherePossible() {
        let onlyMoves = plan.commands.allSatisfy {
            if case .move(_, let to) = $0 { !relations.contains(to) } else { false }
        }
        guard onlyMoves, dialect.canMove(accepted: relocation.acceptedBlocks) else {
            if !plan.commands.isEmpty {
                plan.notes.append(
                    "`moved` cannot put \(relocation.target) where \(relocation.source) stands: "
                        + "the state is changed by commands, on a copy that is proven first")
            }
            return
        }
        for case .move(let from, let to) in plan.commands { append(Self.moved(from, to)) }
        plan.commands = []
    }

    /// The new server gets a free address, and the source's is given up.
    private mutating func planByBlocks() {
        let accepted = relocation.acceptedBlocks
        if dialect.canMove(accepted: accepted) {
            append(Self.moved(relocation.target, place))
        } else {
            plan.commands.append(.move(from: relocation.target, to: place))
        }
        guard relations.contains(relocation.source) else { return }
        plan.released = [relocation.source]
        if dialect.canRelease(relocation.source, accepted: accepted) {
            append(removed(relocation.source))
        } else {
            plan.commands.insert(.remove(relocation.source), at: 0)
            plan.notes.append(
                "no block lets go of \(relocation.source) here: a command on the state does")
        }
    }

    private mutating func planImports() {
        for entry in imports {
            plan.kept.insert(entry.address)
            let isOld = relations.contains(relocation.target) && relations.contains(entry.address)
            if isOld {
                plan.commands.insert(.remove(entry.address), at: 0)
                plan.released.append(entry.address)
            }
            if dialect.canImport(accepted: relocation.acceptedBlocks) {
                append(
                    NewBlock(
                        "import", [],
                        [("to", .expression(entry.address)), ("id", .string(entry.id))]))
            } else {
                plan.notes.append("run: import '\(entry.address)' '\(entry.id)'")
            }
        }
    }

    // MARK: Blocks

    var movesFile: String { "\(relocation.name)-moves.tf" }

    mutating func append(line: String) {
        let document = configuration.documents[movesFile] ?? .empty
        let gap = document.bytes.isEmpty ? "" : document.lineEnd
        let bytes = document.bytes + Array("\(gap)\(line)\(document.lineEnd)".utf8)
        if let next = try? Document.read(bytes) { configuration.replace(movesFile, by: next) }
    }

    static func moved(_ from: String, _ to: String) -> NewBlock {
        NewBlock("moved", [], [("from", .expression(from)), ("to", .expression(to))])
    }

    private func removed(_ address: String) -> NewBlock {
        let keeps = NewBlock("lifecycle", [], [("destroy", .boolean(false))])
        return NewBlock(
            "removed", [], [("from", .expression(Self.plain(address)))],
            blocks: dialect.removed == .withLifecycle ? [keeps] : [])
    }

    /// Into a file of their own, which can be deleted once every state has been applied to.
    private mutating func append(_ block: NewBlock) {
        guard !configuration.documents.values.contains(where: { $0.contains(block) }) else {
            return
        }
        let document = configuration.documents[movesFile] ?? .empty
        if case .changed(let next) = document.appending(block) {
            configuration.replace(movesFile, by: next)
        }
    }

    // MARK: Files

    private mutating func planFiles() {
        var edits = FileEdits(plan.pairs, in: configuration)
        if !takesOver { edits.giveUp(relocation.source) }
        if let exchange {
            edits.exchange(exchange)
        } else if !plan.isExchange {
            edits.plan()
        }
        plan.byHand += edits.byHand
        plan.notes += edits.notes
        plan.first = changes(from: original, to: edits.first)
        plan.then = changes(from: edits.first, to: edits.then)
    }

    private func changes(
        from before: ConfigurationFiles, to after: ConfigurationFiles
    ) -> [ReconcilePlan.FileChange] {
        after.documents.sorted { $0.key < $1.key }.compactMap { name, document in
            let old = before.documents[name]?.bytes
            let new = document.printed()
            guard old != new else { return nil }
            return ReconcilePlan.FileChange(name: name, before: old, after: new)
        }
    }
}

extension Diagnostic.Code {
    package static let relocationAddress: Self = "infrastructure.relocation-address"
}
