import MigrationCore
import PostgresClient

/// Triggers that would fire on the side that only follows: those marked ALWAYS or REPLICA fire for
/// every row that replication applies, and event triggers for what Apus itself makes.
///
/// They are switched off before the side follows, and get back the state they had before it
/// serves, and at the end. `apus.silenced` remembers that state.
struct SilentTriggers: Sendable {
    let connection: PostgresConnection

    static let bookkeeping = """
        CREATE TABLE IF NOT EXISTS apus.silenced (
            relation text, name text, state text NOT NULL, PRIMARY KEY (relation, name));
        """

    /// Event triggers alone; right after each was made, because the next entry would fire it.
    static let silenceEventTriggers = """
        DO $apus$
        DECLARE found record;
        BEGIN
            FOR found IN SELECT evtname, CASE evtenabled WHEN 'A' THEN 'ENABLE ALWAYS'
                    WHEN 'R' THEN 'ENABLE REPLICA' ELSE 'ENABLE' END AS state
                FROM pg_event_trigger WHERE evtenabled <> 'D' ORDER BY 1
            LOOP
                BEGIN
                    EXECUTE format('ALTER EVENT TRIGGER %I DISABLE', found.evtname);
                    INSERT INTO apus.silenced VALUES ('', found.evtname, found.state)
                    ON CONFLICT (relation, name) DO UPDATE SET state = excluded.state;
                EXCEPTION WHEN insufficient_privilege THEN NULL;
                END;
            END LOOP;
        END $apus$;
        """

    /// The guards of Apus's own fence stay: they are what keeps clients out of the side that follows.
    ///
    /// Before 13 a partition's own triggers have no mark that leads to the parent's.
    private static func silenceTriggers(_ version: Int) -> String {
        let isPlain = "NOT t.tgisinternal"
        let isClone = version >= 130_000 ? " OR t.tgparentid <> 0 AND t.tgconstraint = 0" : ""
        return """
            DO $apus$
            DECLARE found record;
            BEGIN
                FOR found IN SELECT format('%I.%I', n.nspname, c.relname) AS relation, t.tgname,
                        CASE t.tgenabled WHEN 'A' THEN 'ENABLE ALWAYS' ELSE 'ENABLE REPLICA' END
                            AS state
                    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
                    JOIN pg_namespace n ON n.oid = c.relnamespace
                    WHERE t.tgenabled IN ('A', 'R') AND c.relkind IN ('r', 'p')
                    AND n.nspname <> 'apus' AND t.tgname !~ '^apus_' AND (\(isPlain)\(isClone)) ORDER BY 1, 2
                LOOP
                    EXECUTE format('ALTER TABLE ONLY %s DISABLE TRIGGER %I',
                        found.relation, found.tgname);
                    INSERT INTO apus.silenced VALUES (found.relation, found.tgname, found.state)
                    ON CONFLICT (relation, name) DO UPDATE SET state = excluded.state;
                END LOOP;
            END $apus$;
            """
    }

    func silence() async throws(PostgresError) {
        let version = try await connection.connect()
        try await connection.execute(Self.silenceEventTriggers)
        try await connection.execute(Self.silenceTriggers(version))
    }

    /// Whether there is anything to wake.
    func areAsleep() async throws(PostgresError) -> Bool {
        guard
            try await connection.query("SELECT to_regclass('apus.silenced') IS NOT NULL").single
                == "t"
        else { return false }
        return try await connection.query("SELECT EXISTS (SELECT FROM apus.silenced)").single
            == "t"
    }

    /// Gives every trigger back the state it had; those that are gone are passed over.
    func wake(timeout: Duration? = nil) async throws(PostgresError) {
        try await connection.execute(
            """
            DO $apus$
            DECLARE found record;
            BEGIN
                IF to_regclass('apus.silenced') IS NULL THEN RETURN; END IF;
                FOR found IN SELECT s.* FROM apus.silenced s JOIN pg_trigger t
                    ON t.tgrelid = to_regclass(s.relation) AND t.tgname = s.name
                    WHERE s.relation <> ''
                LOOP
                    EXECUTE format('ALTER TABLE ONLY %s %s TRIGGER %I', found.relation,
                        found.state, found.name);
                END LOOP;
                FOR found IN SELECT s.* FROM apus.silenced s JOIN pg_event_trigger e
                    ON e.evtname = s.name WHERE s.relation = ''
                LOOP
                    EXECUTE format('ALTER EVENT TRIGGER %I %s', found.name, found.state);
                END LOOP;
                DELETE FROM apus.silenced;
            END $apus$;
            """, timeout: timeout)
    }
}
