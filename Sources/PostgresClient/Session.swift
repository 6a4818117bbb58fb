import CLibpq
import Dispatch
import Glibc
import Synchronization

/// One session with a server, driven by the thread it lives on.
///
/// Every call blocks its own thread in `poll`, never one of Swift's: use it inside
/// ``PostgresConnection`` or another actor that runs on a ``SessionThread``. libpq does the
/// talking; this type adds deadlines, cancellation and Swift values. After `timedOut` the session
/// is usable again if the server took the cancel request, and closed if it did not.
package final class Session {
    let connection: OpaquePointer
    package let interruption: Interruption
    package private(set) var isOpen = true
    /// Hears of each statement when it is over.
    package var observer: StatementObserver?
    let peer: String
    /// Rows of a running COPY that wait for company; see ``sendCopy(_:unsent:)``.
    var gathered: [UInt8] = []
    private let cancelPatience: Duration

    /// - Throws: `couldNotConnect` with libpq's message; nothing is left open.
    package init(
        _ settings: ConnectionSettings, timeout: Duration = .seconds(10),
        cancelPatience: Duration = .seconds(5), interruption: Interruption = Interruption()
    ) throws(PostgresError) {
        peer = settings.description
        self.interruption = interruption
        self.cancelPatience = cancelPatience
        connection = try openConnection(settings, timeout: timeout, interruption: interruption)
        PQsetNoticeReceiver(connection, { _, _ in }, nil)
        PQsetnonblocking(connection, 1)
    }

    deinit { if isOpen { PQfinish(connection) } }

    package func close() {
        guard isOpen else { return }
        isOpen = false
        PQfinish(connection)
    }

    package var backendPID: Int32 { isOpen ? PQbackendPID(connection) : 0 }
    /// As libpq gives it: 150018 for 15.18.
    package var serverVersionNumber: Int { isOpen ? Int(PQserverVersion(connection)) : 0 }
    package var isInTransaction: Bool { isOpen && PQtransactionStatus(connection) != PQTRANS_IDLE }

    // MARK: Statements

    /// Runs any number of statements in one message; the simple protocol.
    ///
    /// A message that opens a transaction and fails, or runs out of time, leaves none open: the
    /// session would take nothing else, least of all what undoes the message.
    package func execute(_ sql: String, timeout: Duration? = nil) throws(PostgresError) -> [Rows] {
        let wasIdle = !isInTransaction
        do {
            return try observed(sql) { () throws(PostgresError) in try send(sql, Deadline(timeout))
            }
        } catch {
            if wasIdle, isInTransaction { rollBack() }
            throw error
        }
    }

    private func send(_ sql: String, _ deadline: Deadline) throws(PostgresError) -> [Rows] {
        try begin(sql) { PQsendQuery(connection, sql) }
        return try collect(statement: sql, deadline)
    }

    private func rollBack() {
        do { _ = try send("ROLLBACK", Deadline(cancelPatience)) } catch { close() }
    }

    /// Runs one statement with parameters as text.
    package func query(
        _ sql: String, _ parameters: [String?] = [], timeout: Duration? = nil
    ) throws(PostgresError) -> Rows {
        let answers = try observed(sql, parameters) { () throws(PostgresError) in
            try begin(sql) {
                withCStrings(parameters) { pointers in
                    PQsendQueryParams(
                        connection, sql, Int32(parameters.count), nil, pointers, nil, nil, 0)
                }
            }
            return try collect(statement: sql, Deadline(timeout))
        }
        return answers.last ?? Rows(columns: [], values: [], tag: "")
    }

    /// Parses a statement ahead, so that running it later is one short message.
    package func prepare(_ name: String, _ sql: String) throws(PostgresError) {
        try begin(sql) { PQsendPrepare(connection, name, sql, 0, nil) }
        _ = try collect(statement: sql, Deadline(.seconds(30)))
    }

    package func queryPrepared(
        _ name: String, _ parameters: [String?] = [], timeout: Duration? = nil
    ) throws(PostgresError) -> Rows {
        try begin(name) {
            withCStrings(parameters) { pointers in
                PQsendQueryPrepared(
                    connection, name, Int32(parameters.count), pointers, nil, nil, 0)
            }
        }
        return try collect(statement: name, Deadline(timeout)).last
            ?? Rows(columns: [], values: [], tag: "")
    }

    // MARK: Waiting

    private func begin(_ sql: String, _ send: () -> Int32) throws(PostgresError) {
        guard isOpen else { throw .connectionLost("the session with \(peer) is closed") }
        guard send() == 1 else { throw lost() }
    }

    private func collect(
        statement: String, _ deadline: Deadline
    ) throws(PostgresError) -> [Rows] {
        var answers: [Rows] = []
        var failure: PostgresError?
        while let result = try nextResult(statement: statement, deadline) {
            defer { PQclear(result) }
            switch PQresultStatus(result) {
            case PGRES_TUPLES_OK, PGRES_COMMAND_OK: answers.append(Rows(result))
            case PGRES_EMPTY_QUERY: break
            case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
                close()
                throw .connectionLost("a COPY was started where an answer was expected")
            default: failure = failure ?? .server(ServerError(result))
            }
        }
        if let failure { throw failure }
        return answers
    }

    /// The next result of the running statement; nil when it is over.
    func nextResult(
        statement: String, _ deadline: Deadline
    ) throws(PostgresError) -> OpaquePointer? {
        try flush(statement: statement, deadline)
        while PQisBusy(connection) == 1 {
            try wait(for: Int16(POLLIN), statement: statement, deadline)
            guard PQconsumeInput(connection) == 1 else { throw lost() }
        }
        return PQgetResult(connection)
    }

    func flush(statement: String, _ deadline: Deadline) throws(PostgresError) {
        while true {
            switch PQflush(connection) {
            case 0: return
            case 1:
                try wait(for: Int16(POLLIN | POLLOUT), statement: statement, deadline)
                guard PQconsumeInput(connection) == 1 else { throw lost() }
            default: throw lost()
            }
        }
    }

    /// Waits until the socket is ready; on a deadline or an interruption ends the statement.
    func wait(
        for events: Int16, statement: String, _ deadline: Deadline
    ) throws(PostgresError) {
        switch waitUntilReady(PQsocket(connection), events, deadline, interruption) {
        case .ready: return
        case .timedOut:
            cancelStatement()
            throw .timedOut(after: deadline.length, statement: summary(of: statement))
        case .interrupted:
            cancelStatement()
            throw .cancelled
        }
    }

    func lost() -> PostgresError {
        let message = trimmed(PQerrorMessage(connection))
        if PQstatus(connection) == CONNECTION_BAD { close() }
        return .connectionLost("\(peer): \(message)")
    }

    /// Asks the server to end the running statement and drains what it still says.
    func cancelStatement() {
        guard requestCancel() else { return close() }
        let patience = Deadline(cancelPatience)
        var results = 0
        while isOpen {
            while PQisBusy(connection) == 1 {
                let state = waitUntilReady(
                    PQsocket(connection), Int16(POLLIN), patience, Interruption())
                guard state == .ready, PQconsumeInput(connection) == 1 else { return close() }
            }
            guard let result = PQgetResult(connection) else { return }
            let status = PQresultStatus(result)
            PQclear(result)
            results += 1
            // A COPY that is still open would repeat its status for ever.
            if status == PGRES_COPY_IN || status == PGRES_COPY_OUT || results > 1000 {
                return close()
            }
        }
    }

    /// `PQcancel` opens a connection of its own and waits for it without any limit, so it waits on
    /// a thread that may be left behind: a silent network must not outlast a deadline.
    private func requestCancel() -> Bool {
        guard cancelPatience > .zero, let handle = PQgetCancel(connection) else { return false }
        let outcome = CancelOutcome()
        // The handle is that thread's alone from here on, and freed by it.
        let address = UInt(bitPattern: handle)
        DispatchQueue(label: "cancel").async {
            let handle = OpaquePointer(bitPattern: address)
            var complaint = [CChar](repeating: 0, count: 256)
            outcome.finish(PQcancel(handle, &complaint, 256) == 1)
            PQfreeCancel(handle)
        }
        return outcome.wait(cancelPatience)
    }
}

/// What another thread found, for one that does not wait for ever.
private final class CancelOutcome: Sendable {
    private let taken = Mutex(false)
    private let done = DispatchSemaphore(value: 0)

    func finish(_ wasTaken: Bool) {
        taken.withLock { $0 = wasTaken }
        done.signal()
    }

    func wait(_ limit: Duration) -> Bool {
        let (seconds, attoseconds) = limit.components
        let milliseconds = seconds * 1000 + attoseconds / 1_000_000_000_000_000
        guard done.wait(timeout: .now() + .milliseconds(Int(milliseconds))) == .success else {
            return false
        }
        return taken.withLock { $0 }
    }
}
