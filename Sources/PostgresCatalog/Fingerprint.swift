package import PostgresClient

/// One value that changes whenever a table, column, default, index, constraint, trigger, rule, policy,
/// type, function, sequence, or a setting of the database does; compared only between two looks at the
/// same server, or at one that took its place.
///
/// Where nothing but a change of schema writes a row of a catalog, the fact is who wrote it last. That
/// covers what leaves no other trace, too: `ALTER COLUMN … TYPE int USING …` on a column of that type, whose
/// rewritten rows replication does not carry, or a view whose columns stayed the same.
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

/// `pg_class` is written by `VACUUM`, `TRUNCATE` and much else, `pg_sequence` by `ALTER SEQUENCE … RESTART`,
/// `pg_trigger` by ourselves. Nothing counts that clients make for their session alone.
private let fingerprintQuestion = """
    WITH spaces AS (SELECT oid, nspname FROM pg_namespace
        WHERE nspname NOT IN ('pg_catalog', 'information_schema', 'apus')
        AND nspname !~ '^pg_(toast|temp)'),
    relations AS (
        SELECT c.oid, c.relkind, concat_ws('|', s.nspname, c.relname, c.relkind, c.relpersistence,
            c.relowner, c.relhasrules, c.relrowsecurity, c.relacl) AS fact
        FROM pg_class c JOIN spaces s ON s.oid = c.relnamespace),
    facts AS (
        SELECT 'class' AS kind, oid, fact FROM relations
        UNION ALL
        SELECT 'attribute', a.attrelid, concat_ws('|', a.attnum, a.xmin)
        FROM pg_attribute a JOIN relations c ON c.oid = a.attrelid
        WHERE a.attnum > 0 AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'c')
        UNION ALL
        SELECT 'default', d.oid, d.xmin::text
        FROM pg_attrdef d JOIN relations c ON c.oid = d.adrelid
        UNION ALL
        SELECT 'constraint', k.oid, k.xmin::text
        FROM pg_constraint k JOIN spaces s ON s.oid = k.connamespace
        UNION ALL
        SELECT 'index', x.indexrelid, concat_ws('|', x.indrelid, x.indkey, x.indisunique, x.indisvalid)
        FROM pg_index x JOIN relations c ON c.oid = x.indexrelid
        UNION ALL
        SELECT 'trigger', t.oid, concat_ws('|', t.tgrelid, t.tgname, t.tgfoid, t.tgenabled = 'O')
        FROM pg_trigger t JOIN relations c ON c.oid = t.tgrelid
        WHERE NOT t.tgisinternal AND t.tgname !~ '^apus_'
        UNION ALL
        SELECT 'rule', r.oid, r.xmin::text FROM pg_rewrite r JOIN relations c ON c.oid = r.ev_class
        UNION ALL
        SELECT 'policy', p.oid, p.xmin::text FROM pg_policy p JOIN relations c ON c.oid = p.polrelid
        UNION ALL
        SELECT 'type', t.oid, t.xmin::text FROM pg_type t JOIN spaces s ON s.oid = t.typnamespace
        UNION ALL
        SELECT 'enum', e.oid, e.xmin::text FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid
        JOIN spaces s ON s.oid = t.typnamespace
        UNION ALL
        SELECT 'function', p.oid, p.xmin::text FROM pg_proc p JOIN spaces s ON s.oid = p.pronamespace
        UNION ALL
        SELECT 'inheritance', i.inhrelid, i.inhparent::text
        FROM pg_inherits i JOIN relations c ON c.oid = i.inhrelid
        UNION ALL
        SELECT 'sequence', q.seqrelid, concat_ws('|', q.seqtypid, q.seqstart, q.seqincrement, q.seqmax,
            q.seqmin, q.seqcache, q.seqcycle)
        FROM pg_sequence q JOIN relations c ON c.oid = q.seqrelid
        UNION ALL
        SELECT 'setting', g.setrole, g.setconfig::text FROM pg_db_role_setting g
        WHERE g.setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database()))
    SELECT md5(coalesce(string_agg(kind || oid || fact, ';'
        ORDER BY oid, kind COLLATE "C", fact COLLATE "C"), '')) FROM facts
    """
