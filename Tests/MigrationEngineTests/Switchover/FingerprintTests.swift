import PostgresCatalog
import PostgresClient
import ServerTestKit
import Testing

private let majors = [11, 13, 15, 18].filter { ServerInstallation.find($0) != nil }

/// Goal: no change that would be missing on the other side goes unnoticed, and nothing that clients and the
/// server do all day counts as one. Method: real servers, one change after the other.
@Suite(
    "A fingerprint of the catalogs", .serialized,
    .enabled(if: !majors.isEmpty, "not run: no PostgreSQL server is here"))
struct FingerprintTests {
    @Test("tells a change of schema from everything else", arguments: majors)
    func changes(_ major: Int) async throws {
        let server = try TemporaryServer(ServerSetup(try ServerInstallation.require(major)))
        do { try await look(server, major) } catch {
            await server.discard()
            throw error
        }
        await server.discard()
    }

    private func look(_ server: TemporaryServer, _ major: Int) async throws {
        try await server.start()
        let connection = PostgresConnection(server.settings())
        try await connection.execute(Self.schema)
        for statement in Self.everyday {
            let before = try await catalogFingerprint(on: connection)
            try await connection.execute(statement)
            #expect(try await catalogFingerprint(on: connection) == before, "\(statement)")
        }
        for statement in Self.changes + (major >= 14 ? [Self.standardBody] : []) {
            let before = try await catalogFingerprint(on: connection)
            try await connection.execute(statement)
            #expect(try await catalogFingerprint(on: connection) != before, "\(statement)")
        }
        await connection.close()
    }

    private static let schema = """
        CREATE TYPE mood AS ENUM ('good', 'bad'); CREATE DOMAIN positive AS int CHECK (VALUE > 0);
        CREATE TABLE t (id serial PRIMARY KEY, n int DEFAULT 1, m mood, p positive);
        CREATE TABLE child () INHERITS (t); CREATE TABLE parts (id int) PARTITION BY RANGE (id);
        CREATE TABLE part PARTITION OF parts FOR VALUES FROM (0) TO (10);
        CREATE VIEW v AS SELECT id, n FROM t WHERE n > 0;
        CREATE MATERIALIZED VIEW mv AS SELECT count(*) FROM t;
        CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
        CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
        CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW EXECUTE PROCEDURE tf();
        CREATE POLICY pol ON t USING (n > 0); CREATE INDEX i ON t (n); CREATE ROLE somebody;
        INSERT INTO t (n) SELECT generate_series(1, 100)
        """

    private static let everyday = [
        "INSERT INTO t (n) VALUES (7)", "UPDATE t SET n = 8", "SELECT nextval('t_id_seq')",
        "SELECT setval('t_id_seq', 5000)", "ALTER SEQUENCE t_id_seq RESTART WITH 70",
        "TRUNCATE t RESTART IDENTITY CASCADE", "TRUNCATE t", "ANALYZE", "VACUUM", "VACUUM FREEZE",
        "VACUUM FULL t", "VACUUM FULL pg_attribute", "CLUSTER t USING t_pkey", "REINDEX TABLE t",
        "REFRESH MATERIALIZED VIEW mv", "CHECKPOINT",
        "CREATE TEMP TABLE mine (id serial PRIMARY KEY, n int DEFAULT 3 CHECK (n > 0))",
        "CREATE TEMP VIEW mine_too AS SELECT 1 AS one", "DROP TABLE mine",
        // What a migration does itself.
        "CREATE SCHEMA apus; CREATE TABLE apus.marker (id int PRIMARY KEY, n int DEFAULT 1)",
        "ALTER TABLE t REPLICA IDENTITY FULL", "CREATE PUBLICATION p FOR TABLE ONLY t",
        "DROP PUBLICATION p; DROP SCHEMA apus CASCADE",
    ]

    private static let changes = [
        "ALTER TABLE t ADD COLUMN c int", "ALTER TABLE t RENAME COLUMN c TO d",
        "ALTER TABLE t ALTER COLUMN d TYPE int USING d * 100", "ALTER TABLE t DROP COLUMN d",
        "ALTER TABLE t ALTER COLUMN n SET DEFAULT 2", "ALTER TABLE t ALTER COLUMN n SET NOT NULL",
        "ALTER TABLE t ADD CHECK (n > 0) NOT VALID", "ALTER TABLE t VALIDATE CONSTRAINT t_n_check",
        "ALTER TABLE t RENAME TO u", "ALTER TABLE u RENAME TO t", "ALTER TABLE t OWNER TO somebody",
        "GRANT SELECT ON t TO somebody", "GRANT UPDATE (n) ON t TO somebody",
        "CREATE TABLE fresh (id int)", "DROP TABLE fresh", "CREATE INDEX j ON t (n)",
        "DROP INDEX j",
        "CREATE TABLE part2 PARTITION OF parts FOR VALUES FROM (10) TO (20)",
        "ALTER TABLE parts DETACH PARTITION part2", "ALTER TABLE child NO INHERIT t",
        "CREATE OR REPLACE VIEW v AS SELECT id, n FROM t WHERE n > 10",
        "CREATE RULE r AS ON DELETE TO t DO INSTEAD NOTHING", "DROP RULE r ON t",
        "ALTER POLICY pol ON t USING (n > 10)", "ALTER TABLE t ENABLE ROW LEVEL SECURITY",
        "CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 2'",
        "ALTER FUNCTION f() SECURITY DEFINER", "DROP TRIGGER tr ON t",
        "CREATE TRIGGER tr AFTER INSERT ON t FOR EACH ROW EXECUTE PROCEDURE tf()",
        "ALTER TABLE t DISABLE TRIGGER tr", "ALTER TYPE mood ADD VALUE 'so so'",
        "ALTER DOMAIN positive SET DEFAULT 4", "ALTER SEQUENCE t_id_seq INCREMENT 2",
        "ALTER DATABASE postgres SET work_mem = '5MB'",
        "CREATE SCHEMA s; CREATE VIEW s.w AS SELECT 1",
    ]

    /// Its text stands nowhere but in a tree of the catalog.
    private static let standardBody = """
        CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 3; END
        """
}
