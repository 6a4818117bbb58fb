import MigrationCore
import PostgresClient

/// Opens what one worker, or one reader, needs to copy a database.
struct CopySessions: Sendable {
    private let settings: BothSides<ConnectionSettings>
    private let preparation: BothSides<@Sendable (Int) -> String?>
    private let snapshot: String
    private let observer: StatementObserver?

    /// - Parameter purpose: by which the sessions are known to whoever looks at the servers.
    init(_ context: MigrationContext, database: String, snapshot: String, purpose: String) {
        let servers = context.servers
        settings = BothSides(
            source: servers.source.sessionSettings(for: database, purpose: purpose),
            target: servers.target.sessionSettings(for: database, purpose: purpose))
        preparation = BothSides(
            source: servers.source.sessionPreparation, target: servers.target.sessionPreparation)
        self.snapshot = snapshot
        observer = servers.target.observer(for: database, purpose: purpose)
    }

    /// A session that sees what the snapshot saw.
    func source() throws(PostgresError) -> Session {
        let session = try Session(settings.source)
        _ = try session.execute(preparation.source(session.serverVersionNumber) ?? "")
        _ = try session.execute(SnapshotSlot.beginning(snapshot))
        return session
    }

    func target() throws(PostgresError) -> Session {
        let session = try Session(settings.target)
        _ = try session.execute(preparation.target(session.serverVersionNumber) ?? "")
        _ = try session.execute("SET synchronous_commit = off; SET lock_timeout = 0;")
        session.observer = observer
        return session
    }
}
