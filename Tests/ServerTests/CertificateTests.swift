import Demonstration
import Foundation
import MigrationCore
import PostgresClient
import ServerTestKit
import Testing

/// Goal: a certificate says what was proven and nothing else, and nobody has to wait for it to go
/// back. Method: the program stops itself before it compares, and clients and servers go on.
@Suite("The certificate of a switchover", .serialized)
struct CertificateTests {
    @Test(
        "tables that clients emptied or dropped are named, and the way back is open before",
        .enabled(if: has(15, 17), "not run: PostgreSQL 15, 17 or PgBouncer is missing"))
    func unproven() async throws {
        try await onStage { stage in
            try await stage.loadSmall()
            let workload = try await stage.startLedger()
            try await expect(stage, ["run"], 0)
            let program = try ProgramAtWork(stage, ["switch-over"], stall: "certify:before")
            try await program.stopped()
            try await client(stage, "TRUNCATE emptied; INSERT INTO strays (who) VALUES ('behind')")
            #expect(
                try await stage.await(
                    "SELECT count(*) FROM strays WHERE who = 'behind'", "1", on: .source))
            try await client(stage, "DROP TABLE parts")
            program.goOn()
            let result = try await program.end()
            #expect(result.status == 0, "\(result.error)")
            #expect(result.output.contains("certificate equal at the instant"), "\(result.output)")
            for table in ["public.emptied", "public.part"] {
                #expect(
                    result.output.contains("\(table): emptied, rewritten or dropped"),
                    "\(result.output)")
            }
            #expect(!result.output.contains("public.ledger"), "\(result.output)")
            try await expect(stage, ["finish", "--confirm", "demo"], 0)
            try await expectCleanLedger(workload, stage, sides: [.target])
        }
    }

    @Test(
        "what cannot be compared is no proof, and says so; an interrupt does not wait for it",
        .enabled(if: has(15, 17), "not run: PostgreSQL 15, 17 or PgBouncer is missing"))
    func none() async throws {
        try await onStage { stage in
            try await stage.loadSmall()
            let workload = try await stage.startLedger()
            try await expect(stage, ["run"], 0)
            try await expectNone(stage, "switch-over") { _ in
                _ = try await stage.query(
                    """
                    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                    WHERE application_name LIKE 'apus/demo/certificate%'
                    """, on: .source)
            }
            try await expect(stage, ["verify"], 0)
            try await expectNone(stage, "switch-back") { $0.send(SIGINT) }
            try await expect(stage, ["switch-over"], 0)
            try await expectCleanLedger(workload, stage)
            try await expect(stage, ["finish", "--confirm", "demo"], 0)
            try await expectNothingLeft(stage)
        }
    }

    @Test(
        "is there even when the way back is not, and both are said",
        .enabled(if: has(15, 17), "not run: PostgreSQL 15, 17 or PgBouncer is missing"))
    func noWayBack() async throws {
        try await onStage { stage in
            try await stage.loadSmall()
            try stage.writeFile(stage.fileText("limits: {max_write_pause: 30s}"))
            let workload = try await stage.startLedger()
            try await expect(stage, ["run"], 0)
            let program = try ProgramAtWork(stage, ["switch-over"], stall: "release:after")
            try await program.stopped()
            let dropped = try await stage.query(
                """
                SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots
                WHERE slot_name LIKE 'apus\\_demo\\_%'
                """, on: .target)
            #expect(dropped.values.count == 1)
            program.goOn()
            let result = try await program.end()
            #expect(result.status == 1)
            #expect(result.output.contains("traffic held for"), "\(result.output)")
            #expect(result.output.contains("certificate equal at the instant"), "\(result.output)")
            #expect(result.output.contains("way back    not open: "), "\(result.output)")
            #expect(result.error.contains("[switchover.way-back-not-open]"), "\(result.error)")
            #expect(result.error.contains("[migration.way-back-lost]"), "\(result.error)")
            try await expect(stage, ["finish", "--confirm", "demo"], 0)
            try await expectCleanLedger(workload, stage, sides: [.target])
        }
    }

    private func expectNone(
        _ stage: Stage, _ command: String, _ disturb: (ProgramAtWork) async throws -> Void
    ) async throws {
        let program = try ProgramAtWork(stage, [command], stall: "certify:before")
        try await program.stopped()
        try await disturb(program)
        program.goOn()
        let result = try await program.end()
        #expect(result.status == 1, "\(command): \(result.error)")
        #expect(result.error.contains("[switchover.not-certified]"), "\(result.error)")
        #expect(result.error.contains("apus migrate verify"), "\(result.error)")
        #expect(result.output.contains("traffic held for"), "\(result.output)")
        #expect(result.output.contains("certificate none: "), "\(result.output)")
    }

    private func client(_ stage: Stage, _ statements: String) async throws {
        _ = try await stage.query(statements, on: .target, as: "app")
    }
}
