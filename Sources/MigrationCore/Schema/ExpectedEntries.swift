/// What the archive's list says comes next in the script.
///
/// The list is in the archive's order, and the script in three passes over it: what makes objects,
/// privileges, and what may need them.
struct ExpectedEntries {
    private var passes: [Pass: Queue]

    /// - Parameter list: what `pg_restore -l` prints.
    init(_ list: String) {
        let titles = list.exactLines.filter { !$0.startsExactly(with: ";") }.compactMap { line in
            // `3456; 1259 16385 TABLE public actor postgres`
            let fields = line.split(separator: " ", maxSplits: 3)
            return fields.count == 4 ? fields[3] : nil
        }
        passes = Dictionary(grouping: titles, by: Pass.init).mapValues { Queue(titles: $0) }
    }

    /// - Parameter title: type, schema and name, as in the list.
    /// - Returns: whether the entry comes now.
    mutating func take(_ title: String) -> Bool {
        passes[Pass(Substring(title))]?.take(title) ?? false
    }

    private enum Pass {
        case objects, privileges, dependents

        init(_ title: Substring) {
            let starts = { (words: [String]) in
                words.contains { title.startsExactly(with: $0 + " ") }
            }
            if starts(["ACL", "DEFAULT ACL"]) {
                self = .privileges
            } else if starts([
                "EVENT TRIGGER", "MATERIALIZED VIEW DATA", "COMMENT - EVENT TRIGGER",
                "SECURITY LABEL - EVENT TRIGGER",
            ]) {
                self = .dependents
            } else {
                self = .objects
            }
        }
    }

    private struct Queue {
        let titles: [Substring]
        var position = 0

        /// Entries that print nothing may be passed over, but only a few: a text that only looks like
        /// a header must not skip far ahead.
        mutating func take(_ title: String) -> Bool {
            for index in position..<min(position + 8, titles.count)
            where titles[index].startsExactly(with: title) {
                position = index + 1
                return true
            }
            return false
        }
    }
}
