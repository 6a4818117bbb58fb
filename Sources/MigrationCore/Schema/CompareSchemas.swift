/// Objects that are on one side only, or not the same on both, in the order of their names.
///
/// Servers of two versions print the same object differently. An object that prints differently
/// counts as the same when the target was given exactly the statements that the source prints now.
///
/// - Parameter restored: fingerprints of the entries that the target was given.
package func compareSchemas(
    source: [SchemaEntry], target: [SchemaEntry], restored: Set<String> = []
) -> [String] {
    let here = Dictionary(grouping: source, by: \.title)
    let there = Dictionary(grouping: target, by: \.title)
    return Set(here.keys).union(there.keys).sorted().compactMap { title in
        switch (here[title], there[title]) {
        case (let left?, let right?):
            statements(left) == statements(right)
                || left.allSatisfy { restored.contains($0.fingerprint) }
                ? nil : "\(title) is not the same on both sides"
        case (_?, nil): "\(title) is missing on the target"
        default: "\(title) is only on the target"
        }
    }
}

/// Several entries may share a title, such as the grants of one table's columns. Settings that
/// stand before an entry for the program that runs it are no part of the object.
private func statements(_ entries: [SchemaEntry]) -> [String] {
    entries.map { entry in
        entry.sql.split(separator: "\n").filter { !$0.hasPrefix("SET default_") }
            .joined(separator: "\n")
    }.sorted()
}
