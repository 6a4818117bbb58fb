import MigrationCore
import PostgresCatalog
import PostgresClient

/// Carries rows to the target on a thread of its own: those that it reads in a session of its own,
/// or what a reader has for several workers. It never holds more than a row, or a batch of the
/// reader's, and libpq's buffers.
actor CopyWorker {
    private let thread: SessionThread
    private let sessions: CopySessions
    private var source: Session?
    private var target: Session?

    init(_ sessions: CopySessions, number: Int) {
        thread = SessionThread("copy \(number)")
        self.sessions = sessions
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    func close() {
        source?.close()
        target?.close()
        source = nil
        target = nil
    }

    /// Copies one table in one transaction of the target, so that it is there as a whole or not at
    /// all.
    ///
    /// - Returns: the number of rows.
    func copy(
        _ statements: CopyStatements, _ throttle: SourceThrottle,
        _ advanced: @Sendable (Int64) -> Void
    ) throws(PostgresError) -> Int {
        try closingOnFailure { () throws(PostgresError) -> Int in
            let into = try openTarget()
            return try pump(statements, try openSource(), into, throttle, advanced)
        }
    }

    /// Writes its share of what is read for several workers, each share in one transaction.
    ///
    /// - Returns: the number of rows.
    func write(_ statements: CopyStatements, from stream: RowStream) throws(PostgresError) -> Int {
        do throws(PostgresError) {
            return try closingOnFailure { () throws(PostgresError) -> Int in
                // Those who came before may have had everything.
                guard let rows = try stream.pop() else { return 0 }
                return try write(rows, and: stream, statements, into: openTarget())
            }
        } catch {
            stream.fail(error)
            throw error
        }
    }

    private func closingOnFailure<Result>(
        _ body: () throws(PostgresError) -> Result
    ) throws(PostgresError) -> Result {
        do throws(PostgresError) {
            return try body()
        } catch {
            close()
            throw error
        }
    }

    private func openSource() throws(PostgresError) -> Session {
        if let source { return source }
        let session = try sessions.source()
        source = session
        return session
    }

    private func openTarget() throws(PostgresError) -> Session {
        if let target { return target }
        let session = try sessions.target()
        target = session
        return session
    }

    private func pump(
        _ statements: CopyStatements, _ from: Session, _ into: Session,
        _ throttle: SourceThrottle, _ advanced: (Int64) -> Void
    ) throws(PostgresError) -> Int {
        let isTogether = statements.preparation != nil || statements.record != nil
        if isTogether { _ = try into.execute("BEGIN; " + (statements.preparation ?? "")) }
        try into.startCopyIn(statements.copyIn)
        var unsent = 0
        var meter = CopyMeter(throttle: throttle)
        _ = try from.copyOut(statements.copyOut) { bytes throws(PostgresError) in
            try into.sendCopy(bytes, unsent: &unsent)
            meter.count(bytes.count, advanced)
        }
        meter.finish(advanced)
        let rows = try into.endCopyIn()
        if isTogether {
            _ = try into.execute((statements.record.map { $0 + "; " } ?? "") + "COMMIT")
        }
        return rows
    }

    private func write(
        _ first: [UInt8], and stream: RowStream, _ statements: CopyStatements, into: Session
    ) throws(PostgresError) -> Int {
        try into.startCopyIn(statements.copyIn)
        var unsent = 0
        if statements.isBinary { try into.sendCopy(CopyFrame.header, unsent: &unsent) }
        try into.sendCopy(first, unsent: &unsent)
        while let rows = try stream.pop() { try into.sendCopy(rows, unsent: &unsent) }
        if statements.isBinary { try into.sendCopy(CopyFrame.trailer, unsent: &unsent) }
        return try into.endCopyIn()
    }
}
