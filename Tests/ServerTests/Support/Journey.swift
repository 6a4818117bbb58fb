import Demonstration
import Foundation
import MigrationCore
import MigrationEngine
import PostgresClient
import ServerTestKit
import Testing

/// A migration's life as its operator types it, while clients write to every database of the
/// stage. What must hold after any step is expected here; what a step is about, by the test.
struct Journey {
    let stage: Stage
    private var records: [String: WorkloadRecords] = [:]
    private var legs = 0
    /// The schema of each database before anything was done.
    private let before: [String: [String]]

    /// Fills every database of the stage.
    static func prepare(_ stage: Stage, scale: Int = 1) async throws -> Journey {
        var before: [String: [String]] = [:]
        for database in stage.setup.databases {
            try await stage.loadPgbench(scale: scale, into: database)
            before[database] = try await schema(of: stage, .source, database)
        }
        return Journey(stage: stage, before: before)
    }

    private init(stage: Stage, before: [String: [String]]) {
        self.stage = stage
        self.before = before
    }

    /// Types a command while clients write, and compares servers with what the clients saw.
    ///
    /// - Parameter sides: which servers have to hold everything that was acknowledged so far.
    @discardableResult
    mutating func perform(
        _ command: String, _ options: String..., sides: [Side] = [.target, .source]
    ) async throws -> ProgramResult {
        let workloads = try await startWriting()
        let result = try await stage.apus(["migrate", command] + options)
        guard result.status == 0 else {
            for (_, workload) in workloads { _ = await workload.stop() }
            throw Stopped(command: command, status: result.status, error: result.error)
        }
        for (database, workload) in workloads {
            #expect(try await workload.waitForAcknowledgements(20), "\(command), \(database)")
            records[database, default: WorkloadRecords()].add(await workload.stop())
        }
        for side in sides { try await expectEverything(on: side, after: command) }
        return result
    }

    /// What follows a step that failed would only hide which it was.
    struct Stopped: Error {
        let command: String
        let status: Int32
        let error: String
    }

    /// The switchovers that the whole job is made of; each is certified.
    mutating func thereAndBackAndThere() async throws {
        for command in ["switch-over", "switch-back", "switch-over"] {
            let result = try await perform(command)
            #expect(result.output.contains("equal at the instant of the switchover"))
            try await expectClosed(command == "switch-back" ? .target : .source)
        }
    }

    /// Ends the migration; schemas are as before on both servers, and nothing of Apus is left.
    func finish(sides: [Side] = [.target, .source]) async throws {
        let finish = try await stage.apus("migrate", "finish", "--confirm", "demo")
        #expect(finish.status == 0, "\(finish.error)")
        for side in Side.allCases { try await expectNothingLeft(stage, on: side) }
        for side in sides { try await expectOldSchema(on: side) }
    }

    /// The pauses that the program measured, in milliseconds, for people who read the log.
    var pauses: String {
        let folder = StateFolder(path: stage.stateFolder)
        let report = MigrationReport.read(folder, migration: "demo")
        return report.switchovers.map { "\($0.writePauseMilliseconds.rounded())" }
            .joined(separator: ", ")
    }

    func expectOldSchema(on side: Side) async throws {
        for (database, before) in before {
            let difference = try await schema(of: stage, side, database).difference(from: before)
            #expect(difference.isEmpty, "\(database) on the \(side): \(difference)")
        }
    }

    // MARK: What must hold

    private mutating func startWriting() async throws -> [(String, Workload)] {
        legs += 1
        var workloads: [(String, Workload)] = []
        for database in stage.setup.databases {
            workloads.append(
                (
                    database,
                    try await stage.startWriting(
                        rate: 100, clients: 4, to: database, firstClient: legs * 10)
                ))
        }
        return workloads
    }

    private func expectEverything(on side: Side, after command: String) async throws {
        for (database, records) in records {
            #expect(records.failureCounts == [:], "\(command), \(database)")
            #expect(records.refusals == [:], "\(command), \(database)")
            let settings = stage.server(side).settings(database: database)
            try await awaitRows(records.acknowledged, database, side)
            let ledger = try await Ledger().check(records, on: settings)
            #expect(ledger.isClean, "\(command), \(database) on the \(side): \(ledger)")
        }
    }

    /// Changes that clients made last may still be on their way.
    private func awaitRows(_ count: Int, _ database: String, _ side: Side) async throws {
        for _ in 0..<600 {
            let rows = try await stage.query(
                "SELECT count(*) FROM ledger", on: side, in: database
            ).single
            if let rows, Int(rows) ?? 0 >= count { return }
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    /// Clients that know the server's own address stay outside too.
    func expectClosed(_ side: Side) async throws {
        let error = await #expect(throws: PostgresError.self) {
            try await stage.query("SELECT 1", on: side, as: stage.setup.role)
        }
        #expect("\(error as Any)".contains("not permitted to log in"), "\(side)")
    }
}

/// On either side.
func expectNothingLeft(_ stage: Stage) async throws {
    for side in Side.allCases { try await expectNothingLeft(stage, on: side) }
}

/// Objects of Apus, and its sessions: a server ends those a moment after the program has ended.
func expectNothingLeft(_ stage: Stage, on side: Side) async throws {
    for database in stage.setup.databases {
        var found = try await leftovers(stage, side, database)
        for _ in 0..<100 where !found.isEmpty {
            try await Task.sleep(for: .milliseconds(50))
            found = try await leftovers(stage, side, database)
        }
        #expect(found == [], "\(database) on the \(side)")
    }
}

private func leftovers(
    _ stage: Stage, _ side: Side, _ database: String
) async throws -> [String] {
    try await stage.query(
        """
        SELECT slot_name::text FROM pg_replication_slots
        UNION ALL SELECT subname FROM pg_subscription
        UNION ALL SELECT pubname FROM pg_publication WHERE pubname ~ '^apus'
        UNION ALL SELECT nspname FROM pg_namespace WHERE nspname = 'apus'
        UNION ALL SELECT application_name FROM pg_stat_activity
            WHERE application_name ~ '^apus'
        """, on: side, in: database
    ).column
}
