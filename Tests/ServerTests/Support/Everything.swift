import Demonstration
import Foundation
import MigrationCore
import MigrationEngine
import PostgresClient
import ServerTestKit

/// The database that holds everything PostgreSQL can hold, on a stage: loads it, writes to it, and
/// says what it holds on either side without asking the engine.
struct Everything {
    let stage: Stage
    let programs: ClientPrograms

    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Fixtures/everything").path

    static func setup(from: Int, to: Int) -> Stage.Setup {
        var setup = Stage.Setup.quick(from: from, to: to)
        setup.database = "everything"
        return setup
    }

    /// The writer is a superuser, because row security and triggers of others would stop it, but
    /// none that the fence lets pass.
    static func load(on stage: Stage) async throws -> Everything {
        let everything = Everything(
            stage: stage, programs: try await .find(18, preferred: nil))
        try await everything.psql(
            ["-c", "CREATE DATABASE everything", "-c", "ALTER ROLE app SUPERUSER"],
            stage.source.settings())
        try await everything.psql(["-f", "\(folder)/load.sql"], stage.settings(.source))
        return everything
    }

    @discardableResult
    func psql(_ arguments: [String], _ settings: ConnectionSettings) async throws -> String {
        try await programs.run(
            "psql", ["-X", "-q", "-v", "ON_ERROR_STOP=1"] + arguments, on: settings)
    }

    func write(round: Int, on side: Side) async throws {
        var writer = stage.settings(side)
        writer["user"] = stage.setup.role
        try await psql(["-v", "i=\(round)", "-f", "\(Self.folder)/writes.sql"], writer)
    }

    /// Each row of a question, as text that means the same on every server.
    func answer(_ question: String, on side: Side) async throws -> [String] {
        let settings = """
            SET timezone = 'UTC'; SET datestyle = 'ISO'; SET intervalstyle = 'postgres';
            SET lc_monetary = 'C'; SET extra_float_digits = 1; SET search_path = '';
            SET bytea_output = 'hex';
            """
        let rows = try await stage.query(settings + question, on: side)
        return rows.values.map { $0.map { $0 ?? "NULL" }.joined(separator: " | ") }
    }

    /// Parts of one question may be answered side by side, in any order.
    private func unordered(_ parts: [String], on side: Side) async throws -> [String] {
        try await answer(parts.joined(separator: " UNION ALL "), on: side)
            .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// Number and hash of all rows of every table, read from both sides with the same statement.
    ///
    /// Columns are named, because a restored table may have them in another order. Unlogged tables
    /// are left out: their later changes are not carried.
    func rows(on side: Side) async throws -> [String] {
        let parts = try await stage.query(
            #"""
            SELECT format('SELECT %L, count(*), md5(string_agg(r, E''\n'' ORDER BY r COLLATE "C")) '
                    'FROM (SELECT ROW(%s)::text AS r FROM ONLY %I.%I) t',
                n.nspname || '.' || c.relname, (SELECT string_agg(format('%I', a.attname), ', '
                    ORDER BY a.attname COLLATE "C") FROM pg_attribute a
                    WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped),
                n.nspname, c.relname)
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind = 'r' AND c.relpersistence = 'p' AND n.nspname !~ '^pg_'
            AND n.nspname NOT IN ('information_schema', 'apus')
            ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C"
            """#, on: .source
        ).column
        return try await unordered(parts, on: side)
    }

    /// Where every sequence stands, as the sequence itself says.
    func sequences(on side: Side) async throws -> [String] {
        let parts = try await stage.query(
            """
            SELECT format('SELECT %L, last_value, is_called FROM %I.%I',
                n.nspname || '.' || c.relname, n.nspname, c.relname)
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'S'
            ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C"
            """, on: .source
        ).column
        return try await unordered(parts, on: side)
    }

    /// Makes a database on the target of what `pg_dump` prints of the source, so that both can be
    /// dumped from one server: two majors print the same view differently.
    func referenceSchema() async throws -> [String] {
        let dump = try await programs.run(
            "pg_dump", ["--schema-only", "--no-subscriptions"], on: stage.settings(.source))
        let file = stage.folder + "/reference.sql"
        try dump.write(toFile: file, atomically: true, encoding: .utf8)
        try await psql(
            [
                "-c", "CREATE DATABASE reference TEMPLATE template0",
                // Defaults are kept as values and print in the database's own zone.
                "-c", "ALTER DATABASE reference SET timezone = 'Asia/Kathmandu'",
            ], stage.target.settings())
        try await psql(
            ["-o", "/dev/null", "-f", file], stage.target.settings(database: "reference"))
        let schema = try await schema(stage.target.settings(database: "reference"))
        try await psql(["-c", "DROP DATABASE reference"], stage.target.settings())
        return schema
    }

    func schema(on side: Side) async throws -> [String] { try await schema(stage.settings(side)) }

    private func schema(_ settings: ConnectionSettings) async throws -> [String] {
        let dump = try await programs.run("pg_dump", ["--schema-only"], on: settings)
        return dump.split(separator: "\n").map(String.init).filter { line in
            // They carry the version, and a key of their own in each dump.
            !line.hasPrefix("-- Dumped") && !line.hasPrefix("\\restrict")
                && !line.hasPrefix("\\unrestrict")
                // Some builds of 17 number their columns' versions.
                && !line.contains("SET (pg_attver=")
        }
    }
}

/// Questions whose answers must be the same on both sides, by what they are about.
let sameOnBothSides: KeyValuePairs = [
    "roles": """
    SELECT rolname, rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolcanlogin,
        rolreplication, rolbypassrls, rolconnlimit, rolvaliduntil, rolpassword,
        shobj_description(oid, 'pg_authid')
    FROM pg_authid WHERE rolname !~ '^(pg_|apus_)' ORDER BY rolname COLLATE "C"
    """,
    "memberships": """
    SELECT g.rolname, m.rolname, a.admin_option, CASE WHEN o.oid <> 10 THEN o.rolname END
    FROM pg_auth_members a JOIN pg_roles g ON g.oid = a.roleid
    JOIN pg_roles m ON m.oid = a.member LEFT JOIN pg_roles o ON o.oid = a.grantor
    WHERE m.rolname !~ '^pg_' ORDER BY g.rolname COLLATE "C", m.rolname COLLATE "C", 4
    """,
    // The newer server does not know these two settings any more; the run names them.
    "settings of roles": """
    SELECT r.rolname, d.datname, c FROM pg_db_role_setting s
    LEFT JOIN pg_roles r ON r.oid = s.setrole LEFT JOIN pg_database d ON d.oid = s.setdatabase,
    unnest(s.setconfig) c
    WHERE c !~ '^(force_parallel_mode|operator_precedence_warning)='
    ORDER BY r.rolname COLLATE "C", d.datname COLLATE "C", c COLLATE "C"
    """,
    "the database": """
    SELECT pg_get_userbyid(datdba), encoding, datcollate, datctype, datconnlimit,
        (SELECT string_agg(a::text, ',' ORDER BY a::text COLLATE "C") FROM unnest(datacl) a),
        shobj_description(oid, 'pg_database')
    FROM pg_database WHERE datname = current_database()
    """,
    // From 17 on, all privileges of a table hold MAINTAIN.
    "default privileges": """
    SELECT pg_get_userbyid(defaclrole), defaclnamespace::regnamespace::text COLLATE "C",
        defaclobjtype, (SELECT string_agg(replace(a::text, 'arwdDxtm', 'arwdDxt'), ','
            ORDER BY a::text COLLATE "C") FROM unnest(defaclacl) a)
    FROM pg_default_acl ORDER BY 1, 2, 3
    """,
    "privileges on columns": """
    SELECT attrelid::regclass::text COLLATE "C" AS relation, attname COLLATE "C",
        (SELECT string_agg(a::text, ',' ORDER BY a::text COLLATE "C") FROM unnest(attacl) a)
    FROM pg_attribute WHERE attacl IS NOT NULL AND attrelid > 16384 ORDER BY 1, 2
    """,
    "materialized views": """
    SELECT oid::regclass::text COLLATE "C", relispopulated FROM pg_class
    WHERE relkind = 'm' ORDER BY 1
    """,
    "triggers": """
    SELECT tgrelid::regclass::text COLLATE "C", tgname COLLATE "C", tgenabled FROM pg_trigger
    WHERE NOT tgisinternal AND tgparentid = 0 ORDER BY 1, 2
    """,
    "event triggers": """
    SELECT evtname, evtevent, evtenabled, evttags FROM pg_event_trigger
    ORDER BY evtname COLLATE "C"
    """,
    "publications": """
    SELECT pubname, puballtables, pubinsert, pubupdate, pubdelete, pubtruncate, pubviaroot,
        (SELECT string_agg(format('%s.%s', schemaname, tablename), ','
            ORDER BY schemaname COLLATE "C", tablename COLLATE "C")
            FROM pg_publication_tables t WHERE t.pubname = p.pubname)
    FROM pg_publication p ORDER BY pubname COLLATE "C"
    """,
    "large objects": """
    SELECT oid, pg_get_userbyid(lomowner), lomacl, md5(lo_get(oid)),
        obj_description(oid, 'pg_largeobject')
    FROM pg_largeobject_metadata ORDER BY 1
    """,
]
