import Demonstration
import Diagnostics
import Foundation
import MigrationCore
import PostgresClient
import ServerTestKit

/// Two servers of ours, and everything that moves databases between them.
struct Arena: Sendable {
    let stage: Stage
    /// The program under test.
    let apus: String
    /// pgcopydb; nil where this machine has none.
    let pgcopydb: String?
    let size: BenchmarkSize
    /// Sessions that each program may copy with.
    let jobs: Int

    static func open(
        from: Int, to: Int, _ programs: Programs, _ size: BenchmarkSize, databases: Int = 1,
        settings: [String: String] = [:]
    ) async throws -> Arena {
        var setup = Stage.Setup()
        setup.from = from
        setup.to = to
        // Commits are on disk when they are acknowledged: figures from memory would be worth
        // nothing.
        setup.isDurable = true
        setup.targetHasRole = true
        setup.moreDatabases = (1..<databases).map { "tenant_\($0)" }
        setup.settings = ["shared_buffers": "1GB", "max_wal_size": "8GB"].merging(settings) { $1 }
        if databases > 1 { setup.settings.merge(Self.room) { $1 } }
        return Arena(
            stage: try await Stage.start(setup), apus: programs.apus, pgcopydb: programs.pgcopydb,
            size: size, jobs: 4)
    }

    /// Each database has a slot, a walsender, an apply worker and some sessions, in each direction.
    private static let room = [
        "max_connections": "700", "max_wal_senders": "150", "max_replication_slots": "150",
        "max_worker_processes": "200", "max_logical_replication_workers": "150",
    ]

    // MARK: Both servers

    /// For psql and its like, and for scripts: `$S` and `$T` are connection strings.
    func environment(_ database: String) -> [String: String] {
        let client = stage.target.setup.installation.folder
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        func conninfo(_ port: Int) -> String {
            "host=127.0.0.1 port=\(port) user=postgres dbname=\(database)"
        }
        return [
            "PATH": "\(client):\(path)", "PGHOST": "127.0.0.1", "PGUSER": "postgres",
            "SOURCE_PORT": "\(stage.source.port)", "TARGET_PORT": "\(stage.target.port)",
            "S": conninfo(stage.source.port), "T": conninfo(stage.target.port), "DB": database,
            "JOBS": "\(jobs)", "CORES": "\(ProcessInfo.processInfo.activeProcessorCount)",
            "DIR": stage.folder, "PGOPTIONS": "-c client_min_messages=warning",
        ]
    }

    func shell(_ script: String, _ database: String) async throws -> Command.Outcome {
        try await Command.shell(script, environment(database)).run()
    }

    @discardableResult
    func source(_ sql: String, _ database: String = "postgres") async throws -> Rows? {
        try await execute(sql, stage.source.settings(database: database))
    }

    @discardableResult
    func target(_ sql: String, _ database: String = "postgres") async throws -> Rows? {
        try await execute(sql, stage.target.settings(database: database))
    }

    @discardableResult
    private func execute(_ sql: String, _ settings: ConnectionSettings) async throws -> Rows? {
        let connection = PostgresConnection(settings)
        defer { Task { await connection.close() } }
        return try await connection.execute(sql).last
    }

    /// Makes a database with pgbench's tables, which the clients own.
    func loadPgbench(_ database: String, scale: Int) async throws {
        let fixtures = try Fixtures.newest()
        let role = stage.setup.role
        try await fixtures.createDatabase(database, owner: role, on: stage.source.settings())
        try await fixtures.makePgbench(
            scale: scale, on: stage.source.settings(user: role, database: database))
    }

    /// Those that move with the one that is written to, small as they are.
    func loadMoreDatabases() async throws {
        let fixtures = try Fixtures.newest()
        for database in stage.setup.moreDatabases {
            try await fixtures.createDatabase(
                database, owner: stage.setup.role, on: stage.source.settings())
            try await execute(
                "CREATE TABLE t (id serial PRIMARY KEY); INSERT INTO t DEFAULT VALUES",
                stage.source.settings(user: stage.setup.role, database: database))
        }
    }

    /// Nothing of an earlier turn is left on the target, and no checkpoint is due.
    func clearTarget(_ database: String) async throws {
        try await target("DROP DATABASE IF EXISTS \(sql(identifier: database)) WITH (FORCE)")
        try await target("CHECKPOINT")
        try await source("CHECKPOINT")
    }

    // MARK: The program under test

    /// Writes a migration file, and names it.
    func migrationFile(
        _ database: String, and more: [String] = [], traffic: Bool = false,
        limits: [String: String] = [:]
    ) throws -> String {
        let all = ["copy_jobs": "\(jobs)"].merging(limits) { $1 }
        let list = all.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        let pooler = """
            {pgbouncer: {host: 127.0.0.1, port: \(stage.pooler.port), user: pgbouncer, \
            include_file: \(stage.pooler.databasesFile)}}
            """
        let text = """
            migration: bench
            source: {host: 127.0.0.1, port: \(stage.source.port), user: postgres}
            target: {host: 127.0.0.1, port: \(stage.target.port), user: postgres}
            databases: [\(([database] + more).joined(separator: ", "))]
            traffic: \(traffic ? pooler : "none")
            limits: {\(list.joined(separator: ", "))}
            """
        let file = "\(stage.folder)/\(database).yaml"
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        return file
    }

    func stateFolder(_ file: String) -> String { file + ".state" }

    func apus(_ command: String, _ file: String, _ more: [String] = []) -> Command {
        Command(
            apus,
            ["migrate", command, "--file", file, "--state-dir", stateFolder(file)] + more)
    }

    func abort(_ file: String) async throws {
        _ = try await apus("abort", file, ["--confirm", "bench"]).run()
        try? FileManager.default.removeItem(atPath: stateFolder(file))
    }

    /// The report that the program wrote for scripts.
    func report(_ file: String) throws -> ProgramReport {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let data = try Data(contentsOf: URL(fileURLWithPath: stateFolder(file) + "/report.json"))
        return try decoder.decode(ProgramReport.self, from: data)
    }
}

/// What is read of the program's own report.
struct ProgramReport: Decodable, Sendable {
    struct Phase: Decodable, Sendable {
        let name: String
        let seconds: Double
    }
    struct Verification: Decodable, Sendable {
        let rows: Int64
        let seconds: Double
    }
    struct Switchover: Decodable, Sendable {
        struct Step: Decodable, Sendable {
            let name: String
            let milliseconds: Double
            let startMilliseconds: Double
        }

        /// Seconds since 1970.
        let began: Double
        let writePauseMilliseconds: Double
        let steps: [Step]
    }

    struct Copy: Decodable, Sendable {
        let bytes: Int64
        let seconds: Double
    }

    let phases: [Phase]
    let copy: Copy?
    let verification: Verification?
    let switchovers: [Switchover]

    /// Until rows, indexes, constraints and statistics are on the target.
    var copySeconds: Double { copyPhases.reduce(0) { $0 + $1.seconds } }

    var copyPhases: [Phase] {
        phases.filter { ["prepare", "copy", "build", "analyze"].contains($0.name) }
    }
}
