package import PostgresClient

/// One value that changes whenever a table, column, index, constraint, trigger, type, function or
/// sequence of the database does; compared only between two looks at the same server.
///
/// Of a column counts who wrote its row of the catalog, too: `ALTER COLUMN … TYPE int USING …` on a column
/// of that type leaves nothing else behind, and replication hears nothing of the rows that it rewrites.
package func catalogFingerprint(
    on connection: PostgresConnection, timeout: Duration? = nil
) async throws(PostgresError) -> String {
    try await connection.query(fingerprintQuestion, timeout: timeout).single ?? ""
}

/// How often the catalogs that hold a schema were written, as the server counts it.
///
/// A session adds what it did before it leaves the list of sessions, from 15 on.
///
/// - Returns: nil where the counters cannot be trusted.
package func catalogWrites(
    on connection: PostgresConnection, timeout: Duration? = nil
) async throws(PostgresError) -> String? {
    try await writes(
        to: [
            "pg_attribute", "pg_attrdef", "pg_constraint", "pg_index", "pg_proc", "pg_type",
            "pg_trigger", "pg_enum", "pg_inherits", "pg_sequence", "pg_policy", "pg_rewrite",
            "pg_namespace",
        ], on: connection, timeout: timeout)
}

/// The same for large objects.
package func largeObjectWrites(
    on connection: PostgresConnection, timeout: Duration? = nil
) async throws(PostgresError) -> String? {
    try await writes(
        to: ["pg_largeobject", "pg_largeobject_metadata"], on: connection, timeout: timeout)
}

private func writes(
    to catalogs: [String], on connection: PostgresConnection, timeout: Duration?
) async throws(PostgresError) -> String? {
    guard try await connection.connect() >= 150_000 else { return nil }
    return try await connection.query(
        """
        SELECT CASE WHEN current_setting('track_counts')::bool
            THEN string_agg(concat_ws('/', relid, n_tup_ins, n_tup_upd, n_tup_del), ' ' ORDER BY relid)
            END FROM pg_stat_sys_tables
        WHERE schemaname = 'pg_catalog' AND relname = ANY($1::text[])
        """, [array(catalogs)], timeout: timeout
    ).single
}

private let fingerprintQuestion = """
    WITH spaces AS (SELECT oid, nspname FROM pg_namespace
        WHERE nspname NOT IN ('pg_catalog', 'information_schema', 'apus')
        AND nspname !~ '^pg_(toast|temp)'),
    facts AS (
        SELECT 'class' AS kind, c.oid, concat_ws('|', s.nspname, c.relname, c.relkind,
            c.relpersistence, c.relowner, c.relhasrules, c.relrowsecurity, c.relacl) AS fact
        FROM pg_class c JOIN spaces s ON s.oid = c.relnamespace
        UNION ALL
        SELECT 'attribute', a.attrelid, concat_ws('|', a.attnum, a.attname, a.atttypid, a.atttypmod,
            a.attnotnull, a.attisdropped, a.attidentity, a.attacl, a.xmin)
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        JOIN spaces s ON s.oid = c.relnamespace WHERE a.attnum > 0 AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'c')
        UNION ALL
        SELECT 'default', d.oid, d.adbin::text FROM pg_attrdef d
        UNION ALL
        SELECT 'constraint', k.oid, concat_ws('|', k.conname, k.contype, k.convalidated, k.conrelid)
        FROM pg_constraint k JOIN spaces s ON s.oid = k.connamespace
        UNION ALL
        SELECT 'index', x.indexrelid, concat_ws('|', x.indrelid, x.indkey, x.indisunique, x.indisvalid)
        FROM pg_index x JOIN pg_class c ON c.oid = x.indexrelid
        JOIN spaces s ON s.oid = c.relnamespace
        UNION ALL
        SELECT 'trigger', t.oid, concat_ws('|', t.tgrelid, t.tgname, t.tgfoid, t.tgenabled = 'O')
        FROM pg_trigger t WHERE NOT t.tgisinternal AND t.tgname !~ '^apus_'
        UNION ALL
        SELECT 'type', t.oid, concat_ws('|', t.typname, t.typtype, t.typowner)
        FROM pg_type t JOIN spaces s ON s.oid = t.typnamespace
        UNION ALL
        SELECT 'enum', e.oid, concat_ws('|', e.enumtypid, e.enumlabel) FROM pg_enum e
        UNION ALL
        SELECT 'function', p.oid, concat_ws('|', p.proname, md5(p.prosrc), p.proowner, p.proacl)
        FROM pg_proc p JOIN spaces s ON s.oid = p.pronamespace
        UNION ALL
        SELECT 'inheritance', i.inhrelid, i.inhparent::text FROM pg_inherits i
        UNION ALL
        SELECT 'sequence', q.seqrelid, concat_ws('|', q.seqtypid, q.seqincrement, q.seqmax, q.seqmin, q.seqcycle)
        FROM pg_sequence q)
    SELECT md5(coalesce(string_agg(kind || oid || fact, ';'
        ORDER BY oid, kind COLLATE "C", fact COLLATE "C"), '')) FROM facts
    """
