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
    ///   - done: fingerprints of what an earlier run made.
    package init(
        _ entries: [SchemaEntry], isSmall: Bool, isShared: Bool, done: Set<String> = []
    ) {
        let missing = entries.filter { !done.contains($0.fingerprint) }
        guard !isSmall else {
            builds = missing.isEmpty ? [] : [missing]
            return
        }
        for entry in missing {
            guard let steps = entry.twoSteps else {
                builds.append([entry])
                continue
            }
            // An index that is there already would be in the way of the constraint's own.
            let hasIndex = done.contains(steps.index.fingerprint)
            if hasIndex {
                constraints.append(steps.constraint)
            } else if isShared, entries.count > 1 {
                builds.append([steps.index])
                constraints.append(steps.constraint)
            } else {
                builds.append([entry])
            }
        }
    }
}
