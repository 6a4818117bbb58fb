/// How the indexes of one table are made.
package struct TableIndexes: Hashable, Sendable {
    /// What one worker makes in one go, in any order.
    package private(set) var builds: [[SchemaEntry]] = []
    /// What is made at the end, on indexes that are there by then.
    package private(set) var constraints: [SchemaEntry] = []

    /// - Parameters:
    ///   - entries: what makes an index of the table, in the dump's order.
    ///   - isSmall: a transaction costs more than an index does.
    ///   - isShared: several workers have nothing else to do than this table's indexes.
    package init(_ entries: [SchemaEntry], isSmall: Bool, isShared: Bool) {
        guard !isSmall else {
            builds = entries.isEmpty ? [] : [entries]
            return
        }
        for entry in entries {
            if isShared, entries.count > 1, let steps = entry.twoSteps {
                builds.append([steps.index])
                constraints.append(steps.constraint)
            } else {
                builds.append([entry])
            }
        }
    }
}
