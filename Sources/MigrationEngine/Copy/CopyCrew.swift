package import Diagnostics
import MigrationCore
import PostgresCatalog
import PostgresClient

extension Diagnostic.Code {
    package static let diskFull: Self = "target.disk-full"
    package static let rowsRefused: Self = "target.rows-refused"
}

/// The workers of one database's copy, and the schedule they share.
actor CopyCrew {
    private let context: MigrationContext
    private let database: String
    private let snapshot: String
    private let tables: [MovedTable]
    private let epoch: String
    private let indexes: [TableIndexes]
    private let sharedTables: Set<Int>
    /// Of these the target holds no row.
    private let empty: Set<QualifiedName>
    /// Of these it holds all.
    private let copied: Set<Int>
    private var schedule: CopySchedule
    /// What is read for several workers, by what is read.
    private var streams: [CopyPart: RowStream] = [:]
    private var progress: CopyProgress
    private var tableBytes: [Int: Int64] = [:]

    /// - Parameter done: what an earlier run recorded.
    init(
        context: MigrationContext, database: String, snapshot: String, tables: [MovedTable],
        empty: Set<QualifiedName>, parts: [CopyPart], indexes: [[SchemaEntry]],
        done: Set<String>, epoch: String, before: CopyProgress
    ) {
        self.context = context
        self.database = database
        self.snapshot = snapshot
        self.tables = tables
        self.epoch = epoch
        self.empty = empty
        let shared = Set(parts.filter { !$0.isWhole }.map(\.table))
        sharedTables = shared
        let made = tables.indices.map {
            TableIndexes(
                indexes[$0], isSmall: tables[$0].isSmall, isShared: shared.contains($0),
                done: done)
        }
        self.indexes = made
        let copied = Set(
            tables.indices.filter {
                done.contains(CopyRecord.rows(of: tables[$0].name, in: epoch))
            })
        self.copied = copied
        progress = before
        progress.tablesTotal += tables.count
        progress.bytesTotal += tables.reduce(0) { $0 + $1.bytes }
        progress.bytes += copied.reduce(0) { $0 + tables[$1].bytes }
        schedule = CopySchedule(
            parts: parts.filter { !copied.contains($0.table) }, indexes: made.map(\.builds.count),
            completed: Set(tables.indices.filter { !made[$0].constraints.isEmpty }),
            copied: copied, workers: context.file.limits.copyWorkers)
    }

    func work() async throws -> CopyProgress {
        try await truncateSharedTables()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 1...context.file.limits.copyWorkers {
                group.addTask { try await self.run(worker: number) }
            }
            // Waiting for all would wait for ever: the others wait for what the failed one held.
            for try await _ in group {}
        }
        return progress
    }

    /// A share cannot empty the table that others are filling.
    private func truncateSharedTables() async throws {
        let target = await context.connection(.target, database)
        for table in sharedTables
        where !empty.contains(tables[table].name) && !copied.contains(table) {
            try await target.execute("TRUNCATE ONLY \(tables[table].name.sql)")
        }
    }

    private nonisolated func run(worker number: Int) async throws {
        let worker = CopyWorker(sessions("copy \(number)"), number: number)
        let connection = context.servers.target.newConnection(
            to: database, purpose: "build \(number)")
        defer {
            Task {
                await worker.close()
                await connection.close()
            }
        }
        let restorer = try await SchemaRestorer.open(connection, context.progress)
        try await connection.execute("SET maintenance_work_mem = '256MB'")
        while let work = try await next() {
            do {
                switch work {
                case .copy(let part): try await copy(part, worker)
                case .build(let table, let index):
                    try await restorer.restoreTogether(indexes[table].builds[index])
                case .complete(let table):
                    try await restorer.restoreTogether(indexes[table].constraints)
                }
            } catch let error as PostgresError {
                throw explained(error, tables[work.table])
            }
            guard await finish(work) else { continue }
            try await recordShared(work.table, connection)
            DeliberateFault.reach("copy-table")
        }
    }

    /// Whoever fills a table alone records it in the same transaction.
    private nonisolated func recordShared(
        _ table: Int, _ connection: PostgresConnection
    ) async throws {
        guard sharedTables.contains(table), !tables[table].isUnlogged else { return }
        try await connection.execute(
            CopyRecord.writing(CopyRecord.rows(of: tables[table].name, in: epoch)))
    }

    private nonisolated func explained(_ error: PostgresError, _ table: MovedTable) -> any Error {
        switch error.sqlState {
        case "53100": diskFull(table, error)
        // The target computes and checks for itself, with what the source's functions say today.
        case .some(let state) where state.hasPrefix("23") || state.hasPrefix("22P"):
            Diagnostic(
                .error, .rowsRefused,
                "the target refused rows of \(table.name) in \(quoted(identifier: database))",
                detail: "\(error)",
                hint: "The source holds rows that its own constraints or domains would not take "
                    + "today. Correct the rows there, or the constraint, and run apus migrate run "
                    + "again.")
        default: error
        }
    }

    private nonisolated func diskFull(_ table: MovedTable, _ error: PostgresError) -> Diagnostic {
        Diagnostic(
            .error, .diskFull,
            "the target's disk is full: \(table.name) could not be copied to "
                + quoted(identifier: database),
            detail: "\(error)",
            hint: "The source is untouched and serves. Make room on the target, and go on with "
                + "apus migrate run; or give up with apus migrate abort.")
    }

    /// The next piece of work; waits while there is none yet, nil when all is done.
    private func next() async throws -> CopySchedule.Work? {
        while true {
            try Task.checkCancellation()
            if let work = schedule.take() { return work }
            if schedule.isDone { return nil }
            try await Task.sleep(for: .milliseconds(3))
        }
    }

    /// - Returns: whether all rows of its table are there since.
    private func finish(_ work: CopySchedule.Work) -> Bool {
        let before = schedule.finishedTables.count
        schedule.finish(work)
        progress.tables = progress.tablesTotal - tables.count + schedule.finishedTables.count
        context.progress.report(.copy(progress))
        return schedule.finishedTables.count > before
    }

    private nonisolated func copy(_ part: CopyPart, _ worker: CopyWorker) async throws {
        let table = tables[part.table]
        let statements = CopyStatements(
            table, part, isEmpty: empty.contains(table.name), epoch: epoch)
        let advanced: @Sendable (Int64) -> Void = { bytes in
            Task { await self.advance(part.table, bytes: bytes) }
        }
        guard part.share != nil else {
            try await context.throttle.payForStatement()
            await advance(
                rows: try await worker.copy(statements, context.throttle, advanced))
            return
        }
        let stream = await stream(of: part)
        // Whoever has the first share sees to it that there is something to write.
        async let reading: Void =
            part.share == 0 ? read(part, statements, into: stream, advanced) : ()
        await advance(rows: try await worker.write(statements, from: stream))
        try await reading
    }

    private func stream(of part: CopyPart) -> RowStream {
        let stream = streams[part.reading] ?? RowStream()
        streams[part.reading] = stream
        return stream
    }

    private nonisolated func read(
        _ part: CopyPart, _ statements: CopyStatements, into stream: RowStream,
        _ advanced: @escaping @Sendable (Int64) -> Void
    ) async throws {
        do {
            try await context.throttle.payForStatement()
        } catch {
            stream.fail(.cancelled)
            throw error
        }
        let reader = TableReader(sessions("read \(part.table)"), number: part.table)
        try await reader.read(statements, into: stream, context.throttle, advanced)
    }

    private nonisolated func sessions(_ purpose: String) -> CopySessions {
        CopySessions(context, database: database, snapshot: snapshot, purpose: purpose)
    }

    private func advance(_ table: Int, bytes: Int64) {
        progress.bytes += bytes
        context.progress.report(.copy(progress))
        // Small tables are over before anybody could read their names.
        guard tables[table].bytes >= 64 << 20 else { return }
        tableBytes[table, default: 0] += bytes
        context.progress.report(
            .table(
                name: "\(tables[table].name)", bytes: tableBytes[table, default: 0],
                of: tables[table].bytes))
    }

    private func advance(rows: Int) { progress.rows += Int64(rows) }
}
