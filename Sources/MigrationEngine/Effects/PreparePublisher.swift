import MigrationCore
import PostgresCatalog
import PostgresClient

/// Makes what replication needs on a publisher: the markers, a replica identity for tables that
/// have none, and a publication for each part of the tables that may have a stream of its own. Used
/// for the source first, and for the target's way back.
struct PreparePublisher {
    let context: MigrationContext
    let side: Side

    /// Splits the tables anew, before any slot is made: a server reads publications as they were
    /// when a change was made, so one that is younger than a slot would miss its first changes.
    func begin() async throws {
        let choice = try await StreamChoice.read(context)
        try await context.journal(.source).remove(.streams)
        try await context.forEachDatabase { database in
            let connection = await context.connection(side, database)
            let tables = try await replicatedTables(on: connection)
            let split = try await choice.split(tables, on: connection)
            if split.streams.count > 1 {
                try await context.record(
                    .streams, "\(database)\t\(split.streams.count)", on: .source)
            }
            try await prepare(database, tables, split, connection)
        }
    }

    /// Leaves each table where it is; new ones join their relatives.
    func keep() async throws {
        let counts = try await context.streamCounts()
        try await context.forEachDatabase { database in
            let connection = await context.connection(side, database)
            let tables = try await replicatedTables(on: connection)
            let there = await context.connection(side.other, database)
            let homes = try await homes(counts[database], there)
                .merging(try await homes(counts[database], connection)) { _, ours in ours }
            let split = StreamSplit(
                keeping: homes, count: counts[database], tables.map { StreamSplit.Table($0.name) },
                bonds: try await tableBonds(on: connection))
            try await prepare(database, tables, split, connection)
        }
    }

    private func prepare(
        _ database: String, _ tables: [ReplicatedTable], _ split: StreamSplit,
        _ connection: PostgresConnection
    ) async throws {
        try await connection.executeUnseen(Journal.markerCreation(split.streams.count))
        try await giveIdentities(tables, database, connection)
        for (stream, names) in split.streams.enumerated() {
            try await publish(names, stream, connection)
        }
        try await dropPublications(from: split.streams.count, connection)
    }

    /// Without an identity the server would refuse updates and deletes of a published table.
    private func giveIdentities(
        _ tables: [ReplicatedTable], _ database: String, _ connection: PostgresConnection
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
        _ tables: [QualifiedName], _ stream: Int, _ connection: PostgresConnection
    ) async throws {
        let publication = context.names.publication(stream)
        let name = sql(identifier: publication)
        let exists = try await connection.query(
            "SELECT FROM pg_publication WHERE pubname = $1", [publication])
        // Each table is listed itself; its heirs may be foreign.
        let list = ([ObjectNames.marker(stream)] + tables.map { "ONLY \($0.sql)" })
            .joined(separator: ", ")
        if exists.isEmpty {
            try await connection.executeUnseen("CREATE PUBLICATION \(name) FOR TABLE \(list)")
        } else {
            try await connection.executeUnseen("ALTER PUBLICATION \(name) SET TABLE \(list)")
        }
    }

    /// An earlier beginning may have split the tables into more parts.
    private func dropPublications(
        from first: Int, _ connection: PostgresConnection
    ) async throws {
        for stream in first..<max(first, 17) {
            let name = context.names.publication(stream)
            let exists = try await connection.query(
                "SELECT FROM pg_publication WHERE pubname = $1", [name])
            if exists.isEmpty { continue }
            try await connection.executeUnseen("DROP PUBLICATION \(sql(identifier: name))")
        }
    }

    /// Which part a side's publications have each table in.
    private func homes(
        _ count: Int, _ connection: PostgresConnection
    ) async throws -> [QualifiedName: Int] {
        let names = (0..<count).map(context.names.publication)
        let rows = try await connection.query(
            """
            SELECT p.pubname, n.nspname, c.relname FROM pg_publication p
            JOIN pg_publication_rel r ON r.prpubid = p.oid JOIN pg_class c ON c.oid = r.prrelid
            JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE p.pubname = ANY($1::text[]) AND n.nspname <> 'apus'
            """, [array(names)])
        return Dictionary(
            rows.records.compactMap { record in
                names.firstIndex(of: record["pubname"]).map {
                    (QualifiedName(schema: record["nspname"], name: record["relname"]), $0)
                }
            }, uniquingKeysWith: { first, _ in first })
    }
}
