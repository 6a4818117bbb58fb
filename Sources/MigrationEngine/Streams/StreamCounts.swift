import MigrationCore
import PostgresClient

/// In how many parts the tables of each database are published, as the journal on the source says.
///
/// Each part has a marker and may have a stream of its own. Until streams are added the first one
/// carries all of them.
struct StreamCounts: Sendable, Hashable {
    private let counts: [String: Int]

    init(_ entries: [Journal.Entry]) {
        counts = Dictionary(
            entries.all(.streams).compactMap { entry in
                // A database's name may hold a tab; the number does not.
                guard let (database, count) = entry.cutExactly(atLast: "\t"),
                    let number = Int(String(count))
                else { return nil }
                return (String(database), number)
            }, uniquingKeysWith: { _, latest in latest })
    }

    subscript(database: String) -> Int { max(1, counts[database] ?? 1) }

    var maySplit: Bool { counts.values.contains { $0 > 1 } }
}

extension MigrationContext {
    func streamCounts() async throws -> StreamCounts {
        StreamCounts(try await journal(.source).entries())
    }

    func link(_ link: Link, _ database: String, stream: Int) -> String {
        names.link(link, database: databases.firstIndex(of: database) ?? 0, stream: stream)
    }

    /// The names of every stream that a link may have in a database, in order.
    func links(_ link: Link, _ database: String, _ counts: StreamCounts) -> [String] {
        (0..<counts[database]).map { self.link(link, database, stream: $0) }
    }

    /// The same in all databases.
    func links(_ link: Link, _ counts: StreamCounts) -> [String] {
        databases.flatMap { links(link, $0, counts) }
    }
}
