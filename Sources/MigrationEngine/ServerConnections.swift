package import MigrationCore
package import PostgresClient

/// The sessions of a migration with one server: one long-lived session for each database, and
/// fresh ones for whoever needs one of their own.
package actor ServerConnections {
    package nonisolated let side: Side
    package nonisolated let names: ObjectNames
    /// Leads to the maintenance database.
    package nonisolated let settings: ConnectionSettings
    private let lockTimeout: Duration
    /// `reader` for commands that only look: a run that works does not end their sessions.
    private let purpose: String
    private let statements: StatementLog?
    private var shared: [String: PostgresConnection] = [:]

    package init(
        side: Side, names: ObjectNames, settings: ConnectionSettings, lockTimeout: Duration,
        purpose: String = "main", statements: StatementLog? = nil
    ) {
        self.purpose = purpose
        self.statements = statements
        self.side = side
        self.names = names
        self.settings = settings
        self.lockTimeout = lockTimeout
    }

    package nonisolated var maintenanceDatabase: String { settings.database ?? "postgres" }

    /// The session that everybody shares for statements that stand alone.
    package func connection(to database: String? = nil) -> PostgresConnection {
        let name = database ?? maintenanceDatabase
        if let known = shared[name] { return known }
        let fresh = newConnection(to: name, purpose: purpose)
        shared[name] = fresh
        return fresh
    }

    package nonisolated func newConnection(
        to database: String, purpose: String
    ) -> PostgresConnection {
        PostgresConnection(
            sessionSettings(for: database, purpose: purpose),
            observer: observer(for: database, purpose: purpose), preparation: sessionPreparation)
    }

    /// Keeps a record of what a session changes.
    package nonisolated func observer(
        for database: String, purpose: String
    ) -> StatementObserver? {
        statements?.observer(side.rawValue, database: database, session: purpose)
    }

    package nonisolated func sessionSettings(
        for database: String, purpose: String
    ) -> ConnectionSettings {
        settings.with([
            "dbname": database, "application_name": names.session(purpose),
            "client_encoding": "UTF8", "fallback_application_name": "apus",
        ])
    }

    /// Settings of roles and databases must not bite our own sessions, least of all a read-only
    /// default. They are set as statements because a pooler or an older server would refuse them
    /// as start-up options.
    package nonisolated var sessionPreparation: @Sendable (Int) -> String? {
        let lockTimeout = Int(lockTimeout.milliseconds)
        return { version in
            var sql = """
                SET default_transaction_read_only = off; SET statement_timeout = 0;
                SET lock_timeout = \(lockTimeout); SET idle_in_transaction_session_timeout = 0;
                SET search_path = ''; SET row_security = off; SET client_min_messages = warning;
                SET timezone = 'UTC'; SET datestyle = 'ISO'; SET intervalstyle = 'postgres';
                SET extra_float_digits = 3; SET bytea_output = 'hex'; SET jit = off;
                SET array_nulls = on; SET xmloption = content; SET transform_null_equals = off;
                SET standard_conforming_strings = on; SET quote_all_identifiers = off;
                SET default_transaction_isolation = 'read committed';
                SET default_transaction_deferrable = off; SET check_function_bodies = off;
                SET default_tablespace = ''; SET synchronous_commit = on;
                """
            if version >= 120_000 { sql += " SET default_table_access_method = heap;" }
            if version >= 140_000 { sql += " SET idle_session_timeout = 0;" }
            if version >= 170_000 { sql += " SET transaction_timeout = 0;" }
            return sql
        }
    }

    /// Process numbers of the sessions that everybody shares.
    package func ownSessions() async -> [Int32] {
        var found: [Int32] = []
        for connection in shared.values { found.append(await connection.backendPID) }
        return found
    }

    package func version() async throws(PostgresError) -> ServerVersion {
        ServerVersion(number: try await connection().connect())
    }

    package func close() async {
        for connection in shared.values { await connection.close() }
        shared = [:]
    }

    /// Ends the shared session with one database, so that the database can be dropped.
    package func release(_ database: String) async {
        await shared.removeValue(forKey: database)?.close()
    }
}
