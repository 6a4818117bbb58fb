import Demonstration
import Foundation
import MigrationCore
import MigrationEngine
import PostgresClient
import ServerTestKit
import Testing

/// Runs a test on a stage of its own and ends the stage whatever happens.
func onStage<Answer>(
    _ setup: Stage.Setup = .quick, _ body: (Stage) async throws -> Answer
) async throws -> Answer {
    let stage = try await Stage.start(setup)
    do {
        let answer = try await body(stage)
        await stage.end()
        return answer
    } catch {
        await stage.end()
        throw error
    }
}

extension Stage.Setup {
    /// Tests that pull no plug do without the disk.
    static var quick: Stage.Setup {
        var setup = Stage.Setup()
        setup.isDurable = false
        return setup
    }

    static func quick(from: Int, to: Int) -> Stage.Setup {
        var setup = quick
        setup.from = from
        setup.to = to
        return setup
    }
}

extension Stage {
    /// An owner's database with pgbench's tables and the ledger.
    func loadPgbench(scale: Int = 1, into database: String? = nil) async throws {
        let fixtures = try Fixtures.newest()
        let database = database ?? setup.database
        try await fixtures.createDatabase(
            database, owner: setup.role, on: source.settings())
        let owner = source.settings(user: setup.role, database: database)
        try await fixtures.makePgbench(scale: scale, addsHistoryKey: false, on: owner)
        try await Ledger().create(on: clientSettings(for: database))
    }

    /// Clients that write until they are stopped.
    func startWriting(
        rate: Double = 200, clients: Int = 4, to database: String? = nil, firstClient: Int = 1
    ) async throws -> Workload {
        var workloadSetup = WorkloadSetup(
            clientSettings(for: database ?? setup.database),
            clients: clients,
            usesPrepared: pooler.setup.installation.keepsPreparedStatements)
        workloadSetup.firstClient = firstClient
        workloadSetup.profile = PgbenchProfile()
        workloadSetup.pace = .open(perSecond: rate)
        let workload = Workload(workloadSetup)
        workload.start()
        _ = try await workload.waitForAcknowledgements(20)
        return workload
    }

    /// One short session.
    func query(
        _ sql: String, on side: Side, as user: String = "postgres", in database: String? = nil
    ) async throws -> Rows {
        let connection = PostgresConnection(
            server(side).settings(user: user, database: database ?? setup.database))
        do {
            let rows = try await connection.execute(sql)
            await connection.close()
            return rows.last ?? Rows(columns: [], values: [], tag: "")
        } catch {
            await connection.close()
            throw error
        }
    }

    /// The program as a person runs it.
    func apus(_ arguments: String...) async throws -> ProgramResult {
        try await apus(arguments)
    }

    func apus(_ arguments: [String]) async throws -> ProgramResult {
        try await run(
            arguments + ["--file", file, "--state-dir", stateFolder], environment: environment)
    }
}

/// What a run of the program printed, and how it ended.
struct ProgramResult {
    let status: Int32
    let output: String
    let error: String
}

/// Runs the built program, which lies beside the tests.
///
/// - Parameter user: somebody else, which only root may become.
func run(
    _ arguments: [String], environment: [String: String] = [:], user: String? = nil
) async throws -> ProgramResult {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread {
            continuation.resume(with: Result { try runNow(arguments, environment, user) })
        }
    }
}

private func runNow(
    _ arguments: [String], _ environment: [String: String], _ user: String?
) throws -> ProgramResult {
    let process = try program(arguments, environment)
    if let user, let path = process.executableURL?.path {
        process.executableURL = URL(fileURLWithPath: "/sbin/runuser")
        process.arguments = ["-u", user, "--", path] + arguments
    }
    let output = Pipe()
    let errorFile = NSTemporaryDirectory() + "apus-test-\(UUID().uuidString)"
    _ = FileManager.default.createFile(atPath: errorFile, contents: nil)
    defer { try? FileManager.default.removeItem(atPath: errorFile) }
    process.standardOutput = output
    process.standardError = FileHandle(forWritingAtPath: errorFile)
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let text = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return ProgramResult(
        status: process.terminationStatus, output: String(decoding: text, as: UTF8.self),
        error: (try? String(contentsOfFile: errorFile, encoding: .utf8)) ?? "")
}

/// A process of the built program, not started yet.
func program(
    _ arguments: [String], _ environment: [String: String] = [:]
) throws -> Process {
    let process = Process()
    process.executableURL = builtProgram
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    return process
}

private var builtProgram: URL {
    // …/debug/apusPackageTests.xctest lies beside …/debug/apus.
    let tests = Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0])
    return tests.deletingLastPathComponent().appendingPathComponent("apus")
}

/// A pooler beside the stage's own, which ends with the play.
func onPooler(
    _ setup: PoolerSetup, _ play: (TemporaryPooler) async throws -> Void
) async throws {
    let pooler = try TemporaryPooler(setup)
    try await pooler.start()
    do {
        try await play(pooler)
    } catch {
        await pooler.discard()
        throw error
    }
    await pooler.discard()
}

/// Whether this machine has servers of these majors and a pooler.
func has(_ majors: Int...) -> Bool {
    majors.allSatisfy { ServerInstallation.find($0) != nil }
        && (try? PoolerInstallation.require()) != nil
}
