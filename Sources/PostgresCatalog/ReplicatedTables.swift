package import MigrationCore
package import PostgresClient

/// A table whose changes are replicated: what publishing it and finding it a stream takes.
package struct ReplicatedTable: Hashable, Sendable {
    package let name: QualifiedName
    package let identity: MovedTable.Identity
    /// With TOAST, without indexes, in bytes, as the last `VACUUM` or `ANALYZE` counted.
    package let bytes: Int64

    package init(name: QualifiedName, identity: MovedTable.Identity, bytes: Int64) {
        self.name = name
        self.identity = identity
        self.bytes = bytes
    }
}

/// The logged ones of the tables that `movedTables(on:)` gives, the largest first.
///
/// No table is opened and no column described for it, which is most of the work with thousands of
/// tables.
package func replicatedTables(
    on connection: PostgresConnection
) async throws(PostgresError) -> [ReplicatedTable] {
    try await connection.query(
        """
        SELECT n.nspname AS schema, c.relname AS name,
            CASE WHEN c.relreplident = 'd' AND NOT coalesce(k.indimmediate, false) THEN '-'
                ELSE c.relreplident::text END AS identity,
            (c.relpages::bigint + coalesce(t.relpages, 0))
                * current_setting('block_size')::bigint AS bytes
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_class t ON t.oid = c.reltoastrelid
        LEFT JOIN pg_index k ON k.indrelid = c.oid AND k.indisprimary
        WHERE c.relpersistence = 'p' AND \(tableMoves)
        ORDER BY 4 DESC, 1, 2
        """
    ).records.map { record in
        ReplicatedTable(
            name: QualifiedName(schema: record["schema"], name: record["name"]),
            identity: .init(rawValue: record["identity"]) ?? .missing,
            bytes: Int64(record.int("bytes")))
    }
}

/// Those of them that no publication lists.
///
/// - Parameter publications: a regular expression of the server's that the names of those match.
package func unpublishedTables(
    _ publications: String, on connection: PostgresConnection
) async throws(PostgresError) -> [QualifiedName] {
    try await connection.query(
        """
        SELECT n.nspname AS schema, c.relname AS name
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relpersistence = 'p' AND \(tableMoves)
        AND NOT EXISTS (SELECT FROM pg_publication_rel r JOIN pg_publication p ON p.oid = r.prpubid
            WHERE r.prrelid = c.oid AND p.pubname ~ $1)
        ORDER BY 1, 2
        """, [publications]
    ).records.map { QualifiedName(schema: $0["schema"], name: $0["name"]) }
}

/// Tables that subscriptions apply changes to, and have no copy of under way.
///
/// - Parameter subscriptions: a regular expression of the server's that their names match.
package func followedTables(
    _ subscriptions: String, on connection: PostgresConnection
) async throws(PostgresError) -> Set<QualifiedName> {
    let rows = try await connection.query(
        """
        SELECT n.nspname AS schema, c.relname AS name FROM pg_subscription_rel r
        JOIN pg_subscription s ON s.oid = r.srsubid JOIN pg_class c ON c.oid = r.srrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE s.subname ~ $1 AND r.srsubstate = 'r'
        """, [subscriptions])
    return Set(rows.records.map { QualifiedName(schema: $0["schema"], name: $0["name"]) })
}

/// Tables that are not in the file any more that the snapshot of a session's transaction saw them in.
///
/// `TRUNCATE` and rewriting leave nothing for older snapshots: they find a table empty that was not.
package func rewrittenTables(
    on connection: PostgresConnection
) async throws(PostgresError) -> Set<QualifiedName> {
    let rows = try await connection.query(
        """
        SELECT n.nspname AS schema, c.relname AS name
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relpersistence = 'p' AND \(tableMoves)
        AND pg_relation_filenode(c.oid) IS DISTINCT FROM c.relfilenode
        """)
    return Set(rows.records.map { QualifiedName(schema: $0["schema"], name: $0["name"]) })
}
