package import MigrationCore
package import PostgresClient

/// Which table each entry of a dump that makes an index belongs to.
package struct IndexOwners: Sendable {
    private let tables: [ExactText: QualifiedName]

    /// - Returns: the table, when its rows are copied; indexes of partitioned tables and of
    ///   materialized views have to wait.
    package func table(of entry: SchemaEntry) -> QualifiedName? {
        tables[ExactText("\(entry.type) \(entry.schema) \(entry.name)")]
    }

    package static func read(
        on connection: PostgresConnection
    ) async throws(PostgresError) -> IndexOwners {
        let rows = try await connection.query(
            """
            SELECT n.nspname AS schema, t.relname AS table_name, i.relname AS index_name,
                c.conname AS constraint_name
            FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
            JOIN pg_class t ON t.oid = x.indrelid JOIN pg_namespace n ON n.oid = t.relnamespace
            LEFT JOIN pg_constraint c ON c.conindid = i.oid AND c.contype IN ('p', 'u', 'x')
            WHERE t.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'pg_toast', 'apus')
            """)
        var tables: [ExactText: QualifiedName] = [:]
        for row in rows.records {
            let table = QualifiedName(schema: row["schema"], name: row["table_name"])
            let key =
                row[optional: "constraint_name"].map {
                    "CONSTRAINT \(table.schema) \(table.name) \($0)"
                } ?? "INDEX \(table.schema) \(row["index_name"])"
            // A dump prints names without their line breaks.
            let bytes = key.utf8.map { $0 == 0x0A || $0 == 0x0D ? 0x20 : $0 }
            tables[ExactText(String(decoding: bytes, as: UTF8.self))] = table
        }
        return IndexOwners(tables: tables)
    }
}
