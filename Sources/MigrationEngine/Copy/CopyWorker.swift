import MigrationCore
import PostgresCatalog
import PostgresClient

/// Carries rows from one server to the other on a thread of its own: one session on each side, and
/// a pump between them that never holds more than a row and libpq's buffers.
actor CopyWorker {
    private let thread: SessionThread
    private let source: ConnectionSettings
    private let target: ConnectionSettings
    private let preparation: BothSides<@Sendable (Int) -> String?>
    private let snapshot: String
    private let observer: StatementObserver?
    private let interruption = Interruption()
    private var sessions: (source: Session, target: Session)?

    init(
        _ context: MigrationContext, database: String, snapshot: String, number: Int
    ) {
        thread = SessionThread("copy \(number)")
        source = context.servers.source.sessionSettings(for: database, purpose: "copy \(number)")
        target = context.servers.target.sessionSettings(for: database, purpose: "copy \(number)")
        preparation = BothSides(
            source: context.servers.source.sessionPreparation,
            target: context.servers.target.sessionPreparation)
        self.snapshot = snapshot
        observer = context.servers.target.observer(for: database, purpose: "copy \(number)")
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    nonisolated func interrupt() { interruption.interrupt() }

    func close() {
        sessions?.source.close()
        sessions?.target.close()
        sessions = nil
    }

    /// Opens both sessions and enters the snapshot.
    func open() throws(PostgresError) {
        guard sessions == nil else { return }
        let from = try Session(source, interruption: interruption)
        let into = try Session(target, interruption: interruption)
        _ = try from.execute(preparation.source(from.serverVersionNumber) ?? "")
        _ = try into.execute(preparation.target(into.serverVersionNumber) ?? "")
        _ = try from.execute(
            """
            BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
            SET TRANSACTION SNAPSHOT \(sql(literal: snapshot));
            """)
        _ = try into.execute("SET synchronous_commit = off; SET lock_timeout = 0;")
        into.observer = observer
        sessions = (from, into)
    }

    struct Copied: Sendable {
        var rows: Int = 0
        var bytes: Int64 = 0
    }

    /// Copies one part in one transaction of the target, so that a part is there as a whole or
    /// not at all.
    ///
    /// - Parameter isEmpty: the target holds no row of the table yet.
    func copy(
        _ table: MovedTable, _ part: CopyPart, isEmpty: Bool, _ throttle: SourceThrottle,
        _ advanced: @Sendable (Int64) -> Void
    ) throws(PostgresError) -> Copied {
        try open()
        guard let (from, into) = sessions else { throw .connectionLost("no session") }
        do {
            return try pump(
                CopyStatements(table, part, isEmpty: isEmpty), from, into, throttle, advanced)
        } catch {
            close()
            throw error
        }
    }

    private func pump(
        _ statements: CopyStatements, _ from: Session, _ into: Session,
        _ throttle: SourceThrottle, _ advanced: (Int64) -> Void
    ) throws(PostgresError) -> Copied {
        if let preparation = statements.preparation {
            _ = try into.execute("BEGIN; " + preparation)
        }
        try into.startCopyIn(statements.copyIn)
        var copied = Copied()
        var unsent = 0
        var unreported: Int64 = 0
        var since = ContinuousClock.now
        _ = try from.copyOut(statements.copyOut) { bytes throws(PostgresError) in
            try into.sendCopy(bytes, unsent: &unsent)
            copied.bytes += Int64(bytes.count)
            unreported += Int64(bytes.count)
            guard unreported >= 1 << 20 else { return }
            advanced(unreported)
            throttle.pay(bytes: unreported, after: .now - since)
            unreported = 0
            since = .now
        }
        advanced(unreported)
        copied.rows = try into.endCopyIn()
        if statements.preparation != nil { _ = try into.execute("COMMIT") }
        return copied
    }
}

/// The statements that move one part of a table.
struct CopyStatements: Hashable {
    /// Stands in one transaction with the copy; nil where the copy is its own transaction.
    let preparation: String?
    let copyOut: String
    let copyIn: String

    /// Emptying an empty table costs a small one more than all its rows: new files, and a commit
    /// that looks for the old ones' pages in the whole buffer cache. Frozen rows repay a large one.
    init(_ table: MovedTable, _ part: CopyPart, isEmpty: Bool) {
        let name = table.name.sql
        let columns = table.columns.map { sql(identifier: $0.name) }.joined(separator: ", ")
        // A table without columns has rows all the same; it takes no list.
        let list = columns.isEmpty ? "" : " (\(columns))"
        let binary = table.columns.allSatisfy(\.isPortable) && !table.columns.isEmpty
        let options = binary ? ["FORMAT binary"] : []
        let freezes = part.isWhole && !(isEmpty && table.isSmall)
        preparation = freezes ? "TRUNCATE ONLY \(name);" : nil
        // Rows of a table that was truncated by the same transaction may arrive frozen.
        copyIn =
            "COPY \(name)\(list) FROM STDIN"
            + Self.clause(options + (freezes ? ["FREEZE"] : []))
        if let pages = part.pages {
            let end =
                pages.upperBound >= Int64(UInt32.max)
                ? "" : " AND ctid < '(\(pages.upperBound),0)'"
            copyOut =
                "COPY (SELECT \(columns) FROM ONLY \(name) WHERE ctid >= '(\(pages.lowerBound),0)'"
                + end + ") TO STDOUT" + Self.clause(options)
        } else if let keys = part.keys, let key = table.integerKey {
            copyOut =
                "COPY (SELECT \(columns) FROM ONLY \(name) WHERE \(keys.condition(onColumn: key)))"
                + " TO STDOUT" + Self.clause(options)
        } else {
            copyOut = "COPY \(name)\(list) TO STDOUT" + Self.clause(options)
        }
    }

    private static func clause(_ options: [String]) -> String {
        options.isEmpty ? "" : " WITH (\(options.joined(separator: ", ")))"
    }
}
