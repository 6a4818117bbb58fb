/// A session with a server that any task may share; statements run one after another.
///
/// The session opens with the first statement that needs it. When it is lost, the statement that
/// noticed throws and the next one opens a new session: no state (transaction, snapshot, advisory
/// lock) outlives a `connectionLost`.
package actor PostgresConnection {
    package nonisolated let settings: ConnectionSettings
    private let thread: SessionThread
    private let connectTimeout: Duration
    private let cancelPatience: Duration
    private let interruption = Interruption()
    private let preparation: @Sendable (_ serverVersion: Int) -> String?
    private let observer: StatementObserver?
    private var session: Session?

    /// - Parameters:
    ///   - observer: hears of each statement when it is over; it must not wait for anything.
    ///   - cancelPatience: how long a statement that ran out of time may take to end on request;
    ///     then its session is closed.
    ///   - preparation: statements for each new session, for a server of that version.
    package init(
        _ settings: ConnectionSettings, connectTimeout: Duration = .seconds(10),
        cancelPatience: Duration = .seconds(5),
        observer: StatementObserver? = nil,
        preparation: @escaping @Sendable (_ serverVersion: Int) -> String? = { _ in nil }
    ) {
        self.settings = settings
        self.observer = observer
        self.connectTimeout = connectTimeout
        self.cancelPatience = cancelPatience
        self.preparation = preparation
        thread = SessionThread("postgres \(settings)")
    }

    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        thread.asUnownedSerialExecutor()
    }

    /// Opens the session now; without it the first statement does.
    @discardableResult
    package func connect() throws(PostgresError) -> Int { try opened().serverVersionNumber }

    package func close() {
        session?.close()
        session = nil
    }

    package var backendPID: Int32 { session?.backendPID ?? 0 }
    package var isOpen: Bool { session?.isOpen ?? false }

    /// Runs any number of statements in one message.
    @discardableResult
    package func execute(
        _ sql: String, timeout: Duration? = nil
    ) async throws(PostgresError) -> [Rows] {
        try run { session throws(PostgresError) in try session.execute(sql, timeout: timeout) }
    }

    /// Runs one statement with parameters as text.
    @discardableResult
    package func query(
        _ sql: String, _ parameters: [String?] = [], timeout: Duration? = nil
    ) async throws(PostgresError) -> Rows {
        try run { session throws(PostgresError) in
            try session.query(sql, parameters, timeout: timeout)
        }
    }

    package func prepare(_ name: String, _ sql: String) async throws(PostgresError) {
        try run { session throws(PostgresError) in try session.prepare(name, sql) }
    }

    package func queryPrepared(
        _ name: String, _ parameters: [String?] = [], timeout: Duration? = nil
    ) async throws(PostgresError) -> Rows {
        try run { session throws(PostgresError) in
            try session.queryPrepared(name, parameters, timeout: timeout)
        }
    }

    /// Does several things in one turn: nobody else's statement comes between.
    package func run<Answer: Sendable>(
        _ body: @Sendable (Session) throws(PostgresError) -> Answer
    ) throws(PostgresError) -> Answer {
        if Task.isCancelled { throw .cancelled }
        let session = try opened()
        return try body(session)
    }

    /// Ends what the session is waiting for; that statement throws `cancelled`.
    package nonisolated func interrupt() { interruption.interrupt() }

    private func opened() throws(PostgresError) -> Session {
        if let session, session.isOpen { return session }
        let fresh = try Session(
            settings, timeout: connectTimeout, cancelPatience: cancelPatience,
            interruption: interruption)
        if let sql = preparation(fresh.serverVersionNumber) {
            _ = try fresh.execute(sql, timeout: connectTimeout)
        }
        fresh.observer = observer
        session = fresh
        return fresh
    }
}
