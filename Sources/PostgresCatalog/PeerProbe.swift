package import MigrationCore
package import PostgresClient

/// Lets one server connect to the other, the way replication will, and undoes it at once.
///
/// `CREATE SUBSCRIPTION` without a slot runs inside a transaction and really connects: name
/// resolution, network, TLS, `pg_hba.conf`, password and the REPLICATION attribute are all tried
/// from where they will be used. It is rolled back, so no catalog changes.
package struct PeerProbe: Sendable {
    /// The server that connects.
    package let subscriber: PostgresConnection
    /// Whether it may be told to keep the statement, which has a password in it, out of its log.
    package let mayQuietLog: Bool

    /// What lets it create subscriptions; nil where only a superuser may.
    package let grant: String?

    package init(from subscriber: PostgresConnection, mayQuietLog: Bool, grant: String?) {
        self.subscriber = subscriber
        self.grant = grant
        self.mayQuietLog = mayQuietLog
    }

    package func reach(
        _ publisher: ConnectionSettings, named name: String
    ) async throws(PostgresError) -> Observed<PeerPath> {
        guard publisher.host != nil else {
            return .unknown(reason: "the file names no host for this server", remedy: nil)
        }
        let probe = sql(identifier: "apus_\(name)_probe")
        let quiet =
            mayQuietLog
            ? "SET LOCAL log_min_error_statement = 'panic'; SET LOCAL log_statement = 'none';" : ""
        let statement = """
            BEGIN; SET LOCAL statement_timeout = '15s'; SET LOCAL lock_timeout = '2s'; \(quiet)
            CREATE SUBSCRIPTION \(probe)
              CONNECTION \(sql(literal: publisher.connectionString().reveal()))
              PUBLICATION \(probe)
              WITH (create_slot = false, enabled = false, copy_data = false, slot_name = NONE);
            ROLLBACK
            """
        do {
            try await subscriber.execute(statement, timeout: .seconds(25))
            return .known(.works)
        } catch {
            return try await judged(error)
        }
    }

    private func judged(_ error: PostgresError) async throws(PostgresError) -> Observed<PeerPath> {
        switch error {
        case .server(let refusal):
            try await subscriber.execute("ROLLBACK", timeout: .seconds(10))
            return judged(refusal)
        case .timedOut:
            // The error repeats the statement, and with it the password: its words stay here.
            return .known(.fails("no answer within 25 s"))
        case .cancelled, .connectionLost, .couldNotConnect, .invalidSettings:
            throw error
        }
    }

    private func judged(_ refusal: ServerError) -> Observed<PeerPath> {
        switch refusal.sqlState {
        case "42501":
            .unknown(
                reason: "could not be tried, because that needs the right to create a "
                    + "subscription: \(refusal.message)", remedy: grant)
        case "25006":
            .unknown(
                reason: "could not be tried: a server in recovery creates no subscription",
                remedy: nil)
        case "57014":
            .known(.fails("no answer within 15 s"))
        default:
            .known(
                .fails([refusal.message, refusal.detail].compactMap { $0 }.joined(separator: ": ")))
        }
    }
}
