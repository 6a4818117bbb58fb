package import MigrationCore
import PostgresCatalog
package import PostgresClient

/// What cannot be observed, written down on the servers themselves: decisions, what was finished,
/// and how things were before Apus changed them.
///
/// It stands in the schema `apus` of the first database that moves, on each side. Each entry is a
/// fact of its own; nothing is ever changed but an attempt's decision, once.
package struct Journal: Sendable {
    package let connection: PostgresConnection
    package let side: Side

    package init(connection: PostgresConnection, side: Side) {
        self.connection = connection
        self.side = side
    }

    /// The kinds of facts; the text stands in the table.
    package enum Kind: String, Sendable, CaseIterable {
        /// Data: the databases that move, one a line.
        case begun
        /// Data: oid-free name of a table and the replica identity it had.
        case identity
        /// Data: a role that the target had before.
        case roleBefore = "role before"
        /// Data: a role that did not exist before.
        case roleCreated = "role created"
        /// Data: a membership that was granted.
        case membershipGranted = "membership granted"
        /// Data: the statement that takes back what a role of the source was given.
        case grantCarried = "grant carried"
        /// Data: a database that did not exist before.
        case databaseCreated = "database created"
        /// Data: the epoch.
        case epoch
        /// Data: the epoch, a database, and the snapshot of it that is kept, with tabs between.
        case snapshot
        case copied
        case built
        case verified
        /// Data: the timelines of both sides when every row was compared.
        case timelines
        /// Data: a database, and its catalogs' fingerprint when they were the same on both sides.
        case fingerprint
        case finishing
        case aborting
        /// Data: the number of a link whose subscriptions are about to be enabled: from here on they
        /// may have carried.
        case enabling
        /// Data: the number of a link whose subscriptions were enabled once, and ` streams` behind
        /// it when that was after it got several.
        case enabled
        /// Data: a database, and in how many parts its tables are published.
        case streams
        /// Each part has a stream of its own, or gets one. Data: why.
        case split
    }

    package struct Entry: Hashable, Sendable {
        package let kind: Kind
        package let data: String
    }

    package static let creation = """
        CREATE SCHEMA IF NOT EXISTS apus;
        CREATE TABLE IF NOT EXISTS apus.journal (
            number int PRIMARY KEY, at timestamptz NOT NULL DEFAULT clock_timestamp(),
            migration text NOT NULL, kind text NOT NULL, data text NOT NULL);
        CREATE TABLE IF NOT EXISTS apus.attempt (
            number int PRIMARY KEY, token text NOT NULL, decision text, end_lsn pg_lsn,
            begun_at timestamptz NOT NULL DEFAULT clock_timestamp(), decided_at timestamptz,
            closed boolean NOT NULL DEFAULT false);
        CREATE TABLE IF NOT EXISTS apus.fence (role text PRIMARY KEY);
        CREATE TABLE IF NOT EXISTS apus.standby_role (role text PRIMARY KEY);
        CREATE TABLE IF NOT EXISTS apus.seal (number int PRIMARY KEY, at timestamptz NOT NULL);
        """

    /// In every database that moves, on both sides.
    static func markerCreation(_ streams: Int) -> String {
        """
        CREATE SCHEMA IF NOT EXISTS apus;
        \(Markers(count: streams).creation)
        \(SilentTriggers.bookkeeping)
        """
    }

    package func exists() async throws(PostgresError) -> Bool {
        try await connection.query("SELECT to_regclass('apus.journal') IS NOT NULL").single == "t"
    }

    package func create() async throws(PostgresError) {
        try await connection.executeUnseen(Self.creation)
    }

    package func entries() async throws(PostgresError) -> [Entry] {
        Self.entries(
            in: try await connection.query("SELECT kind, data FROM apus.journal ORDER BY number"))
    }

    /// Kinds that a newer version writes are passed over.
    package static func entries(in rows: Rows) -> [Entry] {
        rows.records.compactMap { record in
            Kind(rawValue: record["kind"]).map { Entry(kind: $0, data: record["data"]) }
        }
    }

    /// The migration whose journal this is.
    package func migration() async throws(PostgresError) -> String? {
        try await connection.query("SELECT migration FROM apus.journal ORDER BY number LIMIT 1")
            .single
    }

    /// Writes an entry down unless the same one stands there.
    package func append(
        _ kind: Kind, _ data: String, migration: String
    ) async throws(PostgresError) {
        try await write(
            """
            INSERT INTO apus.journal (number, migration, kind, data)
            SELECT coalesce(max(number), 0) + 1, $1, $2, $3 FROM apus.journal
            HAVING NOT bool_or(coalesce(kind = $2 AND data = $3, false)) OR count(*) = 0
            """, [migration, kind.rawValue, data])
    }

    package func remove(_ kind: Kind) async throws(PostgresError) {
        try await connection.query("DELETE FROM apus.journal WHERE kind = $1", [kind.rawValue])
    }

    /// Crosses one entry out.
    func remove(_ kind: Kind, _ data: String) async throws(PostgresError) {
        try await connection.query(
            "DELETE FROM apus.journal WHERE kind = $1 AND data = $2", [kind.rawValue, data])
    }

    /// Writes entries down in the place of all others of their kind, at once: whoever is killed leaves
    /// either those or these.
    func replace(
        _ kind: Kind, with data: [String], migration: String
    ) async throws(PostgresError) {
        try await write(
            """
            WITH gone AS (DELETE FROM apus.journal WHERE kind = $2)
            INSERT INTO apus.journal (number, migration, kind, data)
            SELECT (SELECT coalesce(max(number), 0) FROM apus.journal) + line.number, $1, $2, line.data
            FROM unnest($3::text[]) WITH ORDINALITY line (data, number)
            """, [migration, kind.rawValue, array(data)])
    }

    /// The program and the one that keeps its snapshots may take the same number at once. Whoever comes
    /// second takes the next: each turn means that another entry was written.
    private func write(_ statement: String, _ values: [String?]) async throws(PostgresError) {
        while true {
            do throws(PostgresError) {
                try await connection.query(statement, values)
                return
            } catch {
                guard error.sqlState == "23505" else { throw error }
            }
        }
    }
}

extension [Journal.Entry] {
    package func latest(_ kind: Journal.Kind) -> String? { last { $0.kind == kind }?.data }
    package func all(_ kind: Journal.Kind) -> [String] {
        filter { $0.kind == kind }.map(\.data)
    }
}
