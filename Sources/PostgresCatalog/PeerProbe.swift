package import MigrationCore
package import PostgresClient

/// Lets one server connect to the other, the way replication will, and undoes it at once.
///
/// `CREATE SUBSCRIPTION` without a slot runs inside a transaction and really connects: name
/// resolution, network, TLS and `pg_hba.conf` are all tried from where they will be used. It is rolled back, so no catalog changes.
package struct PeerProbe: Sendable {
    /// The server that connects.
    package let subscriber: PostgresConnection
    /// Whether the publisher's password was made for this and may be in a statement. A real one
    /// never is: a wrong one in its place finds out all the same whether the way is open.
    package let isPasswordOurs: Bool

    /// What lets it create subscriptions; nil where only a superuser may.
    package let grant: String?

    package init(from subscriber: PostgresConnection, isPasswordOurs: Bool, grant: String?) {
        self.subscriber = subscriber
        self.grant = grant
        self.isPasswordOurs = isPasswordOurs
    }

    package func reach(
        _ publisher: ConnectionSettings, named name: String
    ) async throws(PostgresError) -> Observed<PeerPath> {
        guard publisher.host != nil else {
            return .unknown(reason: "the file names no host for this server", remedy: nil)
        }
        let probe = sql(identifier: "apus_\(name)_probe")
        var publisher = publisher
        let isDecoy = !isPasswordOurs
        if isDecoy { publisher.password = .generated() }
        let statement = """
            BEGIN; SET LOCAL statement_timeout = '15s'; SET LOCAL lock_timeout = '2s';
            CREATE SUBSCRIPTION \(probe)
              CONNECTION \(sql(literal: publisher.connectionString().reveal()))
              PUBLICATION \(probe)
              WITH (create_slot = false, enabled = false, copy_data = false, slot_name = NONE);
            ROLLBACK
            """
        do {
            try await subscriber.executeDiscreetly(statement, timeout: .seconds(25))
            return .known(.works)
        } catch {
            // Asked for its password, and given a wrong one on purpose: the way is open.
            if isDecoy, case .server(let refusal) = error,
                refusal.message.contains("authentication failed for user")
            {
                return .known(.works)
            }
            return try await judged(error)
        }
    }

    private func judged(_ error: PostgresError) async throws(PostgresError) -> Observed<PeerPath> {
        switch error {
        case .server(let refusal): return judged(refusal)
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
