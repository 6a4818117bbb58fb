package import MigrationCore
package import PostgresClient

/// Tables and sequences of extensions that hold what users configured. `CREATE EXTENSION` makes them, and a
/// dump of the schema holds nothing of them.
///
/// Source: `pg_extension.extconfig`, which `pg_extension_config_dump()` fills.
package func configurationTables(
    on connection: PostgresConnection
) async throws(PostgresError) -> [QualifiedName] {
    try await connection.query(
        """
        SELECT n.nspname AS schema, c.relname AS name
        FROM pg_extension e CROSS JOIN LATERAL unnest(e.extconfig) k (oid)
        JOIN pg_class c ON c.oid = k.oid JOIN pg_namespace n ON n.oid = c.relnamespace
        ORDER BY 1, 2
        """
    ).records.map { QualifiedName(schema: $0["schema"], name: $0["name"]) }
}
