import Demonstration
import MigrationCore
import PostgresClient
import ServerTestKit
import Testing

/// Goal: what belongs together moves together.
/// Method: two databases of one server, one of them with a name that everybody has to quote.
@Suite("Several databases of one server", .serialized)
struct SeveralDatabasesTests {
    @Test(
        "hazard 18: move there, back and there again at the same instant, each by its own marker",
        .enabled(if: has(15, 17), "not run: PostgreSQL 15, 17 or PgBouncer is missing"))
    func list() async throws {
        try await onStage(.twoDatabases) { stage in
            var journey = try await Journey.prepare(stage)
            try await journey.perform("run", sides: [.source])
            try await expectLinks(stage)
            try await journey.thereAndBackAndThere()
            try await journey.finish()
        }
    }

    @Test(
        "`all` moves every database, and what was not moved stays",
        .enabled(if: has(15, 17), "not run: PostgreSQL 15, 17 or PgBouncer is missing"))
    func all() async throws {
        try await onStage(.twoDatabases) { stage in
            var journey = try await Journey.prepare(stage)
            try stage.writeFile(stage.fileText(databases: "all"))
            try await journey.perform("run", sides: [.source])
            try await expectLinks(stage)
            try await journey.perform("switch-over")
            try await journey.finish()
            let there = try await stage.query("SELECT datname FROM pg_database", on: .target)
            #expect(Set(there.column).isSuperset(of: stage.setup.databases))
        }
    }

    private func expectLinks(_ stage: Stage) async throws {
        let databases = try await stage.query(
            "SELECT database FROM pg_replication_slots WHERE active", on: .source)
        #expect(databases.column.sorted() == stage.setup.databases.sorted())
    }
}

extension Stage.Setup {
    fileprivate static var twoDatabases: Stage.Setup {
        var setup = quick(from: 15, to: 17)
        setup.moreDatabases = ["Die \"zweite\" Käße, it's"]
        return setup
    }
}
