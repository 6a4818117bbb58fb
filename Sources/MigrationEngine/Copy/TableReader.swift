import PostgresClient

/// Reads a large table in one session, on a thread of its own, for several workers to write.
actor TableReader {
    private let thread: SessionThread
    private let sessions: CopySessions

    /// Bytes of rows that are handed over together.
    private static let batchSize = 128 << 10

    init(_ sessions: CopySessions, number: Int) {
        thread = SessionThread("read \(number)")
        self.sessions = sessions
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    /// Reads to the end; whatever stops it stops the writers too.
    ///
    /// - Parameter advanced: hears of bytes that were read.
    func read(
        _ statements: CopyStatements, into stream: RowStream, _ throttle: SourceThrottle,
        _ advanced: @Sendable (Int64) -> Void
    ) throws(PostgresError) {
        do throws(PostgresError) {
            let session = try sessions.source()
            defer { session.close() }
            var meter = CopyMeter(throttle: throttle)
            var frame = CopyFrame(isBinary: statements.isBinary)
            var batch: [UInt8] = []
            _ = try session.copyOut(statements.copyOut) { message throws(PostgresError) in
                try batch.append(contentsOf: frame.rows(in: message))
                guard batch.count >= Self.batchSize else { return }
                meter.count(batch.count, advanced)
                try stream.push(batch)
                batch = []
                batch.reserveCapacity(Self.batchSize + message.count)
            }
            meter.count(batch.count, advanced)
            meter.finish(advanced)
            if !batch.isEmpty { try stream.push(batch) }
            stream.end()
        } catch {
            stream.fail(error)
            throw error
        }
    }
}

/// Counts what was read, a megabyte at a time, and lets the throttle have its say.
struct CopyMeter {
    let throttle: SourceThrottle
    private var unreported: Int64 = 0
    private var since = ContinuousClock.now

    init(throttle: SourceThrottle) { self.throttle = throttle }

    mutating func count(_ bytes: Int, _ advanced: (Int64) -> Void) {
        unreported += Int64(bytes)
        guard unreported >= 1 << 20 else { return }
        advanced(unreported)
        throttle.pay(bytes: unreported, after: .now - since)
        unreported = 0
        since = .now
    }

    mutating func finish(_ advanced: (Int64) -> Void) {
        advanced(unreported)
        unreported = 0
    }
}
