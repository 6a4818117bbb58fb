package import MigrationCore
package import PostgresClient

/// How many rows of each table are inserted, updated and deleted in an hour, as far as the server
/// tells without being watched for one.
///
/// Since a table was last analyzed, because what loaded it may be years ago and be most of what was
/// ever counted. Where nothing changed since then, all that was counted is what there is.
package func changeCounts(
    on connection: PostgresConnection
) async throws(PostgresError) -> [QualifiedName: Int64] {
    let rows = try await connection.query(
        """
        SELECT t.schemaname, t.relname, t.n_tup_ins + t.n_tup_upd + t.n_tup_del AS ever,
            (t.n_mod_since_analyze * 3600 / greatest(1, extract(epoch FROM now() - coalesce(
                greatest(t.last_analyze, t.last_autoanalyze), d.stats_reset,
                pg_postmaster_start_time()))))::bigint AS hourly
        FROM pg_stat_user_tables t, pg_stat_database d WHERE d.datname = current_database()
        """)
    let isMoving = rows.records.contains { $0.int("hourly") > 0 }
    return Dictionary(
        rows.records.map { record in
            (
                QualifiedName(schema: record["schemaname"], name: record["relname"]),
                Int64(record.int(isMoving ? "hourly" : "ever"))
            )
        }, uniquingKeysWith: { first, _ in first })
}

/// Which relations foreign keys, partitions and inheritance join.
package func tableBonds(
    on connection: PostgresConnection
) async throws(PostgresError) -> [StreamSplit.Bond] {
    let rows = try await connection.query(
        """
        SELECT n.nspname AS schema, c.relname AS name, m.nspname AS other_schema,
            o.relname AS other_name
        FROM (SELECT conrelid AS one, confrelid AS other FROM pg_constraint WHERE contype = 'f'
            UNION SELECT inhrelid, inhparent FROM pg_inherits) b
        JOIN pg_class c ON c.oid = b.one JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_class o ON o.oid = b.other JOIN pg_namespace m ON m.oid = o.relnamespace
        WHERE c.relkind IN ('r', 'p', 'f') AND b.one <> b.other
        """)
    return rows.records.map {
        StreamSplit.Bond(
            QualifiedName(schema: $0["schema"], name: $0["name"]),
            QualifiedName(schema: $0["other_schema"], name: $0["other_name"]))
    }
}
