import Diagnostics
import MigrationCore
import PostgresCatalog
import PostgresClient

/// Makes what replication needs on a publisher: the marker, a replica identity for tables that
/// have none, and the publication. Used for the source first, and for the target's way back.
struct PreparePublisher {
    let context: MigrationContext
    let side: Side

    func perform() async throws {
        try await context.forEachDatabase { database in
            let connection = await context.connection(side, database)
            try await connection.executeUnseen(Journal.markerCreation)
            let tables = try await movedTables(on: connection).filter { !$0.isUnlogged }
            try await giveIdentities(tables, database, connection)
            try await publish(tables.map(\.name), connection)
        }
    }

    /// Without an identity the server would refuse updates and deletes of a published table.
    private func giveIdentities(
        _ tables: [MovedTable], _ database: String, _ connection: PostgresConnection
    ) async throws {
        for table in tables where !table.identity.namesRows {
            let before = table.identity == .nothing ? "NOTHING" : "DEFAULT"
            try await context.record(
                .identity, "\(database)\t\(table.name.sql)\t\(before)", on: .source)
            try await connection.executeUnseen(
                "ALTER TABLE \(table.name.sql) REPLICA IDENTITY FULL")
        }
    }

    private func publish(
        _ tables: [QualifiedName], _ connection: PostgresConnection
    ) async throws {
        let name = sql(identifier: context.names.publication)
        let exists = try await connection.query(
            "SELECT FROM pg_publication WHERE pubname = $1", [context.names.publication])
        // Each table is listed itself; its heirs may be foreign.
        let list = (["apus.marker"] + tables.map { "ONLY \($0.sql)" }).joined(separator: ", ")
        if exists.isEmpty {
            try await connection.executeUnseen("CREATE PUBLICATION \(name) FOR TABLE \(list)")
        } else {
            try await connection.executeUnseen("ALTER PUBLICATION \(name) SET TABLE \(list)")
        }
    }
}
