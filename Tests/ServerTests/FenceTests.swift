import Demonstration
import MigrationCore
import PostgresClient
import ServerTestKit
import Testing

/// Goal: at no instant do both servers take clients' writes. Method: everybody who could, tries,
/// in every way we could think of, and the table they write to is counted.
@Suite("The fence", .serialized)
struct FenceTests {
    @Test(
        "hazards 1, 13, 21: lets nobody write to the side that does not serve, however they try",
        .enabled(if: has(15, 17), "not run: PostgreSQL 15, 17 or PgBouncer is missing"))
    func roles() async throws {
        try await onStage { stage in
            try await stage.loadSmall()
            try await makeBoss(stage)
            try await expectWrites(stage, stage.newcomers(.source, as: ["app", "boss"]))
            try stage.writeFile(
                stage.fileText("limits: {longest_transaction: 1h, max_write_pause: 10s}"))
            try await expect(stage.apus("migrate", "run"))
            try await expectNoWrites(stage, .target, stage.newcomers(.target, as: ["app", "boss"]))
            try await comeLate(stage)

            let open = try await openSessions(stage)
            try await expect(stage.apus("migrate", "switch-over"))
            try await expectNoWrites(stage, .source, open)
            let newcomers = stage.newcomers(.source, as: ["app", "boss"])
            try await expectNoWrites(stage, .source, newcomers)
            try await stage.source.restart(.immediate)
            try await expectNoWrites(stage, .source, newcomers)

            // Reverse replication is the one writer that passes.
            try await write("through the pooler", stage.clientSettings)
            #expect(try await stage.await("SELECT count(*) FROM strays", "1", on: .source))

            try await expect(stage.apus("migrate", "switch-back"))
            let late = stage.newcomers(.target, as: ["app", "boss", "latecomer"])
            try await expectNoWrites(stage, .target, late, besides: 1)
            for intruder in open + newcomers + late { await intruder.connection.close() }
        }
    }

    @Test(
        "of the tables keeps clients out that share the migration's own role, there and back",
        .enabled(if: has(15, 17), "not run: PostgreSQL 15, 17 or PgBouncer is missing"))
    func tables() async throws {
        var setup = Stage.Setup.quick
        setup.role = "postgres"
        try await onStage(setup) { stage in
            try await stage.loadSmall()
            let before = try await schema(of: stage, .source)
            try stage.writeFile(
                stage.fileText("fence: tables\nlimits: {max_write_pause: 10s, retry_after: 1s}"))
            try await expectWrites(stage, sharers(stage, .source))
            let workload = try await stage.startLedger()
            try await expect(stage.apus("migrate", "run"))
            try await expectNoWrites(stage, .target, sharers(stage, .target))

            try await expect(stage.apus("migrate", "switch-over"))
            try await expectNoWrites(stage, .source, sharers(stage, .source))
            try await stage.source.restart(.immediate)
            try await expectNoWrites(stage, .source, sharers(stage, .source))
            #expect(try await workload.waitForAcknowledgements(20))
            // What arrives by replication passes, also what empties a table.
            try await write("through the pooler", stage.clientSettings, "TRUNCATE emptied")
            #expect(try await stage.await("SELECT count(*) FROM strays", "1", on: .source))
            #expect(try await stage.await("SELECT count(*) FROM emptied", "0", on: .source))

            let schemas = try await stage.apus("migrate", "verify")
            #expect(schemas.status == 0, "\(schemas.output) \(schemas.error)")
            try await expect(stage.apus("migrate", "switch-back"))
            try await expectNoWrites(stage, .target, sharers(stage, .target), besides: 1)
            try await expectCleanLedger(workload, stage)
            try await expect(stage.apus("migrate", "finish", "--confirm", "demo"))
            for side in Side.allCases {
                let difference = try await schema(of: stage, side).difference(from: before)
                #expect(difference.isEmpty, "\(side): \(difference)")
            }
            try await expectNothingLeft(stage)
        }
    }

    /// Another superuser, with a function that writes for whoever calls it.
    private func makeBoss(_ stage: Stage) async throws {
        _ = try await stage.query("CREATE ROLE boss SUPERUSER LOGIN", on: .source)
        _ = try await stage.query(
            """
            CREATE FUNCTION public.write_as_boss(who text) RETURNS void LANGUAGE sql
            SECURITY DEFINER AS 'INSERT INTO public.strays (who) VALUES ($1)'
            """, on: .source, as: "boss")
    }

    /// A role that nobody could fence, because it was not there yet.
    private func comeLate(_ stage: Stage) async throws {
        _ = try await stage.query("CREATE ROLE latecomer LOGIN", on: .target)
        let latecomer = stage.newcomers(.target, as: ["latecomer"]).prefix(3)
        try await expectNoWrites(stage, .target, Array(latecomer))
        for intruder in latecomer { await intruder.connection.close() }
        #expect(
            try await stage.query(
                "SELECT rolcanlogin FROM pg_roles WHERE rolname = 'latecomer'", on: .target
            ).single == "t")
    }

    /// Sessions that are there when the fence goes up.
    private func openSessions(_ stage: Stage) async throws -> [Intruder] {
        var app = stage.settings(.source)
        app["user"] = "app"
        var boss = app
        boss["user"] = "boss"
        let idle = Intruder("idle", app)
        let busy = Intruder("in a transaction", app, Intruder.insert("busy") + "; COMMIT")
        let willing = Intruder("read-only off", app)
        let function = Intruder("function", app, "SELECT public.write_as_boss('function')")
        let superuser = Intruder("a superuser", boss)
        let all = [idle, busy, willing, function, superuser]
        for intruder in all { try await intruder.connection.connect() }
        try await busy.connection.execute("BEGIN; " + Intruder.insert("busy before"))
        try await willing.connection.execute("SET default_transaction_read_only = off")
        return all
    }

    /// Clients with our own role, which keeps its LOGIN.
    private func sharers(_ stage: Stage, _ side: Side) -> [Intruder] {
        let settings = stage.settings(side)
        return [
            Intruder("own role", settings),
            Intruder(
                "as replication", settings,
                "SET session_replication_role = replica; " + Intruder.insert("replica")),
            Intruder("emptying", settings, "TRUNCATE public.emptied"),
            Intruder("deleting", settings, "DELETE FROM public.emptied"),
            Intruder("a partition", settings, "INSERT INTO public.part VALUES (1)"),
            Intruder("a partitioned table", settings, "INSERT INTO public.parts VALUES (2)"),
            Intruder("copying", settings, "COPY public.strays (who) FROM PROGRAM 'echo stray'"),
        ]
    }

    /// Without a fence each of them gets in: what fails later fails because of it.
    private func expectWrites(_ stage: Stage, _ intruders: [Intruder]) async throws {
        for intruder in intruders {
            #expect(await intruder.succeeds(), "\(intruder.name) without a fence")
            await intruder.connection.close()
        }
        _ = try await stage.query(
            "TRUNCATE strays, parts, emptied; INSERT INTO emptied VALUES (1)", on: .source)
    }

    private func expectNoWrites(
        _ stage: Stage, _ side: Side, _ intruders: [Intruder], besides known: Int = 0
    ) async throws {
        for intruder in intruders {
            #expect(await !intruder.succeeds(), "\(intruder.name) wrote to the \(side)")
            if intruder.name.contains("own role") { await intruder.connection.close() }
        }
        let rows = try await stage.query(
            "SELECT (SELECT count(*) FROM strays) + (SELECT count(*) FROM parts)", on: side)
        #expect(rows.single == "\(known)", "strays on the \(side)")
    }

    private func write(
        _ name: String, _ settings: ConnectionSettings, _ more: String = "SELECT"
    ) async throws {
        let connection = PostgresConnection(settings)
        try await connection.execute(Intruder.insert(name))
        try await connection.execute(more)
        await connection.close()
    }
}

func expect(_ result: ProgramResult) { #expect(result.status == 0, "\(result.error)") }

/// Stops the clients: nobody got an error, and every acknowledged row is on both sides once.
func expectCleanLedger(
    _ workload: Workload, _ stage: Stage, sides: [Side] = Side.allCases
) async throws {
    let records = await workload.stop()
    #expect(records.failureCounts == [:])
    #expect(records.refusals == [:])
    for side in sides {
        #expect(
            try await stage.await(
                "SELECT count(*) >= \(records.acknowledged) FROM ledger", "t", on: side))
        let ledger = try await Ledger().check(records, on: stage.settings(side))
        #expect(ledger.isClean, "\(side): \(ledger)")
    }
}
