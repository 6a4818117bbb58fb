import MigrationCore
import PostgresClient

/// Fills the materialized views of a side that does not serve, from its own tables.
///
/// Their rows are in no log that is replicated. One that cannot be filled is reported and stays as
/// it was: clients can live with an old one, and not with a switchover that never comes.
struct RefreshMaterializedViews {
    let context: MigrationContext
    let side: Side

    func perform() async throws {
        try await context.forEachDatabase { try await perform(in: $0) }
    }

    func perform(in database: String) async throws {
        let connection = await context.connection(side, database)
        var waiting = try await filledOnTheOtherSide(database)
        // In rounds, because one may read another.
        while !waiting.isEmpty {
            let refused = await refresh(waiting, connection)
            guard refused.count < waiting.count else { return warn(of: refused) }
            waiting = refused.map(\.view)
        }
    }

    /// One that nobody ever filled has to stay so.
    private func filledOnTheOtherSide(_ database: String) async throws -> [String] {
        try await context.connection(side.other, database).query(
            """
            SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c
            JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind = 'm' AND c.relispopulated ORDER BY c.oid
            """
        ).column
    }

    private func refresh(
        _ views: [String], _ connection: PostgresConnection
    ) async -> [(view: String, error: PostgresError)] {
        var refused: [(view: String, error: PostgresError)] = []
        for view in views {
            do throws(PostgresError) {
                try await connection.execute("REFRESH MATERIALIZED VIEW \(view)")
            } catch {
                refused.append((view, error))
            }
        }
        return refused
    }

    private func warn(of refused: [(view: String, error: PostgresError)]) {
        for (view, error) in refused {
            context.progress.report(
                .warning("materialized view \(view) could not be filled: \(error)"))
        }
    }
}
