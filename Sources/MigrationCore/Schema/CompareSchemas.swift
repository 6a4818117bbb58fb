/// Objects that are on one side only, or not the same on both, in the order of their names.
package func compareSchemas(source: [SchemaEntry], target: [SchemaEntry]) -> [String] {
    let here = byTitle(source)
    let there = byTitle(target)
    return Set(here.keys).union(there.keys).sorted().compactMap { title in
        switch (here[title], there[title]) {
        case (let left?, let right?): left == right ? nil : "\(title) is not the same on both sides"
        case (_?, nil): "\(title) is missing on the target"
        default: "\(title) is only on the target"
        }
    }
}

/// Several entries may share a title, such as the grants of one table's columns.
private func byTitle(_ entries: [SchemaEntry]) -> [String: [String]] {
    Dictionary(grouping: entries, by: \.title).mapValues { same in
        same.map { $0.sql.trimmingBlankLines() }.sorted()
    }
}

extension String {
    fileprivate func trimmingBlankLines() -> String {
        split(separator: "\n").joined(separator: "\n")
    }
}
