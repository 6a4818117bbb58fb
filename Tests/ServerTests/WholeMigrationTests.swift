import Demonstration
import MigrationCore
import MigrationEngine
import PostgresClient
import ServerTestKit
import Testing

/// Goal: what a client saw committed is on the serving server exactly once, whichever way the
/// writes went. Method: the commands as a person types them, on real servers, while clients write.
@Suite("A whole migration", .serialized)
struct WholeMigrationTests {
    @Test(
        "moves there, back and there again, loses nothing, and leaves nothing behind",
        .enabled(if: has(15, 17), "not run: PostgreSQL 15, 17 or PgBouncer is missing"))
    func thereAndBack() async throws {
        try await onStage { stage in
            try await stage.loadPgbench()
            let before = try await schema(of: stage, .source)
            let workload = try await stage.startWriting()
            #expect(try await stage.apus("migrate", "run").status == 0)
            for command in ["switch-over", "switch-back", "switch-over"] {
                let result = try await stage.apus("migrate", command)
                #expect(result.status == 0, "\(command): \(result.error)")
                #expect(result.output.contains("equal at the instant of the switchover"))
                #expect(try await workload.waitForAcknowledgements(50))
            }
            let records = await workload.stop()
            #expect(records.failureCounts == [:])
            #expect(records.refusals == [:])
            for side in [Side.target, .source] {
                try await awaitRows(records.acknowledged, on: side, stage)
                let ledger = try await Ledger().check(records, on: stage.settings(side))
                #expect(ledger.isClean, "\(side): \(ledger)")
            }
            let finish = try await stage.apus("migrate", "finish", "--confirm", "demo")
            #expect(finish.status == 0, "\(finish.error)")
            for side in Side.allCases {
                let difference = try await schema(of: stage, side).difference(from: before)
                #expect(difference.isEmpty, "\(side): \(difference)")
            }
            for side in Side.allCases { try await expectNothingLeft(stage, on: side) }
        }
    }

    @Test(
        "an abort before the switchover leaves both servers as they were",
        .enabled(if: has(15, 17), "not run: PostgreSQL 15, 17 or PgBouncer is missing"))
    func abort() async throws {
        try await onStage { stage in
            try await stage.loadPgbench()
            let before = try await schema(of: stage, .source)
            let roles = try await roleNames(stage, .target)
            #expect(try await stage.apus("migrate", "run").status == 0)
            let result = try await stage.apus("migrate", "abort", "--confirm", "demo")
            #expect(result.status == 0, "\(result.error)")
            #expect(try await schema(of: stage, .source) == before)
            #expect(try await roleNames(stage, .target) == roles)
            let databases = PostgresConnection(stage.target.settings())
            let there = try await databases.query("SELECT datname FROM pg_database")
            await databases.close()
            #expect(!there.column.contains("app"))
        }
    }

    private func awaitRows(_ count: Int, on side: Side, _ stage: Stage) async throws {
        for _ in 0..<300 {
            let rows = try await stage.query("SELECT count(*) FROM ledger", on: side).single
            if let rows, Int(rows) ?? 0 >= count { return }
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    private func roleNames(_ stage: Stage, _ side: Side) async throws -> [String] {
        let connection = PostgresConnection(stage.server(side).settings())
        let rows = try await connection.query(
            "SELECT rolname, rolcanlogin FROM pg_roles ORDER BY 1")
        await connection.close()
        return rows.values.map { "\($0)" }
    }
}

/// The schema as the newest `pg_dump` prints it, without what differs from dump to dump.
func schema(
    of stage: Stage, _ side: Side, _ database: String? = nil, as settings: ConnectionSettings? = nil
) async throws -> [String] {
    let programs = try await ClientPrograms.find(18, preferred: nil)
    let settings =
        settings ?? stage.server(side).settings(database: database ?? stage.setup.database)
    let dump = try await programs.run("pg_dump", ["--schema-only"], on: settings)
    return dump.split(separator: "\n").map(String.init).filter { line in
        !line.hasPrefix("-- Dumped") && !line.hasPrefix("\\restrict")
            && !line.hasPrefix("\\unrestrict")
            // A dump says it of every server but 11, which has no other method.
            && line != "SET default_table_access_method = heap;"
            // Some builds of 17 number their columns' versions, and give every column one.
            && !line.contains("SET (pg_attver=")
    }
}
