// An old server that stays in the configuration and in the state, under another address.
extension ReconcilePlanner {
    /// Under which address what belongs to the old server goes on.
    var kept: [String: String] {
        guard case .kept(let place) = relocation.oldServer else { return [:] }
        let name = StateRelations.name(relocation.source)
        let newName = StateRelations.name(place)
        let ending =
            newName.hasPrefix(name) ? String(newName.dropFirst(name.count)) : "_\(newName)"
        return Dictionary(
            plan.pairs.enumerated().map { index, pair in
                (pair.source, index == 0 ? place : pair.source + ending)
            }, uniquingKeysWith: { first, _ in first })
    }

    mutating func planKept() {
        guard !kept.isEmpty else { return }
        plan.kept.formUnion(kept.values)
        let moves = plan.pairs.flatMap { pair in
            [(from: pair.source, to: kept[pair.source] ?? pair.source)]
                + [(from: pair.target, to: pair.source)]
        }
        exchange = AddressExchange(moves: moves, followers: followers)
        // Where the target's block is gone, its name was given away already.
        if !configuration.isMentioned(plan.pairs.map(\.target)) { exchange = nil }
        plan.isExchange = true
    }

    mutating func planSwap() {
        plan.kept.formUnion(plan.pairs.map(\.target))
        plan.isExchange = true
        let mark = SwapMark(
            migration: relocation.name, source: relocation.source, target: relocation.target)
        let new = SwapMark.identity(of: relocation.target, in: state)
        let old = SwapMark.identity(of: relocation.source, in: state)
        switch mark.identity(in: configuration) {
        case let written? where written == old:
            // The target's address names the old server now: nothing is imported by its name.
            imports = []
            return plan.notes.append("\(relocation.source) is the new server: the swap is done")
        case let written?:
            guard written == new else { return complain(about: mark) }
        case nil:
            guard let new, new != old else { return complain(about: mark) }
            append(line: mark.line(new))
            let moves = plan.pairs.flatMap {
                [(from: $0.source, to: $0.target), (from: $0.target, to: $0.source)]
            }
            if !relocation.swapIsWritten {
                exchange = AddressExchange(moves: moves, followers: followers)
            }
        }
        plan.commands =
            StateCommands(plan.pairs, fate: .swapped, isInState: relations.contains).commands
        plan.notes.append(
            "`moved` cannot swap two addresses: the state is changed by commands, by way of a third "
                + "address, on a copy that is proven first")
    }

    private mutating func complain(about mark: SwapMark) {
        plan.byHand.append(
            .init(
                file: movesFile, line: 1,
                reason: "the state does not tell which of the two servers is the new one",
                write: mark.line("ID") + " (as the state has it)"))
    }
}
