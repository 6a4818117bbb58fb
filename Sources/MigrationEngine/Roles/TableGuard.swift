import MigrationCore
import PostgresCatalog
import PostgresClient

/// The second fence, for clients that share the migration's own role: a trigger on every table
/// that refuses writes while the side is closed.
///
/// The triggers are made long before they are needed, one by one, each under a lock that is given
/// up when it is not had at once. What closes and opens a side is the body of the one function
/// they all call. That is a single row of the catalogs: it waits for no reader and no vacuum, and
/// it outlives a restart and a failover. Inside a write pause, and beyond the point of no return,
/// no table is locked at all.
///
/// They fire always, also with `session_replication_role = replica`, and once for each statement:
/// applied changes fire only triggers for rows and so pass. An applied TRUNCATE does fire them,
/// and is known by the kind of its process.
struct TableGuard: Sendable {
    static let trigger = "apus_guard"

    let context: MigrationContext
    let side: Side
    /// With one of the databases that move.
    let connection: PostgresConnection

    /// Makes what is missing: the function, which lets everything pass as long as it is new, and a
    /// trigger on each table without one.
    func prepare() async throws {
        if try await !exists() { try await open() }
        for table in try await unguardedTables() { try await guardTable(table) }
    }

    /// From the next statement of any session on, writes are refused. Statements that run already
    /// go on, so sessions that were there before have to be ended.
    func close(timeout: Duration? = nil) async throws(PostgresError) {
        try await connection.execute(
            """
            CREATE OR REPLACE FUNCTION apus.refuse() RETURNS trigger
            LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $apus$
            BEGIN
                IF TG_OP = 'TRUNCATE' AND EXISTS (
                    SELECT FROM pg_stat_get_activity(pg_backend_pid())
                    WHERE backend_type LIKE 'logical replication %')
                THEN RETURN NULL; END IF;
                RAISE EXCEPTION \(sql(literal: "%.% takes no writes on this server"
                    + " (migration \(context.file.name))")), TG_TABLE_SCHEMA, TG_TABLE_NAME
                    USING ERRCODE = 'read_only_sql_transaction',
                    HINT = 'The database is served by the \(side.other).';
            END $apus$
            """, timeout: timeout)
    }

    func open(timeout: Duration? = nil) async throws(PostgresError) {
        try await connection.execute(
            """
            CREATE OR REPLACE FUNCTION apus.refuse() RETURNS trigger
            LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'
            """, timeout: timeout)
    }

    func exists() async throws(PostgresError) -> Bool {
        try await connection.query("SELECT to_regprocedure('apus.refuse()') IS NOT NULL").single
            == "t"
    }

    /// Takes the triggers away, one short lock after the other, and then their function.
    func remove() async throws {
        guard try await exists() else { return }
        // A table that stays locked must not keep refusing what it should take.
        try await open()
        let tables = try await connection.query(
            """
            SELECT format('%I.%I', n.nspname, c.relname) FROM pg_trigger t
            JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE t.tgname = '\(Self.trigger)' AND t.tgfoid = 'apus.refuse()'::regprocedure
            """
        ).column
        for table in tables {
            try await withShortLock("DROP TRIGGER IF EXISTS \(Self.trigger) ON \(table)")
        }
        try await connection.execute("DROP FUNCTION apus.refuse()")
    }

    private func guardTable(_ table: String) async throws {
        try await withShortLock(
            """
            CREATE TRIGGER \(Self.trigger) BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE
            ON \(table) FOR EACH STATEMENT EXECUTE PROCEDURE apus.refuse();
            ALTER TABLE ONLY \(table) ENABLE ALWAYS TRIGGER \(Self.trigger)
            """)
    }

    /// Clients queue behind a lock that we wait for, so we do not wait long, but often.
    private func withShortLock(_ statements: String) async throws {
        for attempt in 1... {
            do throws(PostgresError) {
                try await connection.execute(
                    "BEGIN; SET LOCAL lock_timeout = '100ms'; \(statements); COMMIT")
                return
            } catch {
                _ = try? await connection.execute("ROLLBACK")
                guard error.sqlState == "55P03", attempt < 100 else { throw error }
                try await Task.sleep(for: .milliseconds(100))
            }
        }
    }

    /// A statement fires the triggers of the table it names, so partitioned tables and parents
    /// need one too.
    private func unguardedTables() async throws(PostgresError) -> [String] {
        try await connection.query(
            """
            SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c
            JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p') AND c.relpersistence <> 't'
            AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'apus')
            AND n.nspname !~ '^pg_(toast|temp)'
            AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass
                AND d.objid = c.oid AND d.deptype = 'e')
            AND NOT EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = c.oid
                AND t.tgname = '\(Self.trigger)' AND t.tgenabled = 'A') ORDER BY 1
            """
        ).column
    }
}
