import HCL

/// Blocks that get each other's names, because the old server stays in the configuration: two
/// servers that swap their addresses, or a new one that takes the address of one that is kept.
///
/// Names change and nothing else: each server's block keeps its settings, comments and protections.
struct AddressExchange: Sendable {
    /// What stood at an address before, by the address it gets.
    let moves: [(from: String, to: String)]
    /// Blocks that name the servers and go along: what only one of the two has.
    let followers: [String]

    /// - Returns: nil when an address names one of several instances, or something inside of a
    ///   module: such a block has no name of its own to exchange.
    var renamings: [Renaming]? {
        var found: [Renaming] = []
        for move in moves {
            guard let from = Declaration(move.from), let to = Declaration(move.to),
                !from.hasKey, !to.hasKey, from.blockType == to.blockType,
                from.labels.count == to.labels.count
            else { return nil }
            found.append(Renaming(from.blockType, from.labels, to: to.labels))
        }
        return found
    }

    var followerNames: [[String]] {
        followers.compactMap(Declaration.init).map { [$0.blockType] + $0.labels }
    }
}

/// A line in the configuration that tells which of two servers is which once their blocks have
/// exchanged their names: from then on both addresses are there, before and after.
struct SwapMark: Hashable, Sendable {
    let migration: String
    let source: String
    let target: String

    private var beginning: String {
        "# Swapped for the migration \(migration): \(source) is what was \(target), id "
    }

    func line(_ identity: String) -> String { beginning + identity }

    /// The new server's identity; nil when the names were not exchanged yet.
    func identity(in configuration: ConfigurationFiles) -> String? {
        for name in configuration.documents.keys.sorted() {
            let text = String(decoding: configuration.documents[name]?.bytes ?? [], as: UTF8.self)
            for line in text.split(whereSeparator: \.isNewline) where line.hasPrefix(beginning) {
                return String(line.dropFirst(beginning.count))
            }
        }
        return nil
    }

    /// What is the same of a server, or of a whole module, wherever it stands.
    static func identity(of place: String, in state: StateFile?) -> String? {
        let there = (state?.instances ?? []).filter {
            !$0.isData && $0.deposed == nil && StateRelations.isAt($0.address, place)
        }
        return there.sorted { $0.address < $1.address }.lazy
            .compactMap { $0.attributes["id"]?.scalarText }
            .first { !$0.isEmpty && !$0.contains(where: \.isNewline) }
    }
}
