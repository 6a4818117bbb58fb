import FleetCore
import FleetSync
import ForgeTestKit
import Foundation
import Testing

extension FleetTests {
    /// Goal: a forge that fails, is down or refuses costs time and is named, and makes nothing twice.
    /// Method: faults at chosen calls of a forge on loopback.
    @Suite(.timeLimit(.minutes(15)))
    struct ForgeFailureTests {
        @Test(
            "an answer that is lost, a rate limit and a fault make no second request",
            arguments: ForgeServer.Dialect.allCases)
        func faults(_ dialect: ForgeServer.Dialect) async throws {
            try await Story.forge(dialect) { world in
                await world.forge.fail(next: "POST", .loseAnswer)
                await world.forge.fail(next: "POST", .limit(0))
                await world.forge.fail(next: "GET", .refuse(502))
                let report = try await world.sync()
                #expect(report.results == [.proposed, .proposed, .proposed], "\(report.table)")
                let opened = await world.forge.opened
                #expect(opened == 3)
            }
        }

        @Test(
            "a request whose answer was lost is not opened again when a person closed it meanwhile")
        func declinedUnseen() async throws {
            try await Story.forge(.github) { world in
                await world.forge.fail(next: "POST", .loseAnswer)
                let forge = world.forge
                let (names, closed) = AsyncStream<String>.makeStream()
                await forge.visit { name, _ in
                    guard let open = await forge.open(in: name) else { return }
                    try? await forge.decline(open.number, in: name)
                    await forge.visit(nil)
                    closed.yield(name)
                    closed.finish()
                }
                try await world.sync()
                var iterator = names.makeAsyncIterator()
                let name = try #require(await iterator.next())
                try await world.sync()
                let requests = await forge.requests(in: name)
                #expect(requests.map(\.state) == [.closed], "\(name)")
            }
        }

        @Test("a forge that is down is asked again for one repository, and once for each other")
        func forgeDown() async throws {
            try await Story.forge(.github) { world in
                let file = try String(contentsOfFile: world.fleetFile, encoding: .utf8)
                try await world.change(centre: [
                    "fleet.yaml": file.replacing(
                        "attempts: 4, concurrency: 3", with: "attempts: 2, concurrency: 1")
                ])
                await world.forge.fail(percent: 100, seed: 1)
                let report = try await world.sync()
                #expect(report.results == [.failed, .failed, .failed], "\(report.table)")
                let calls = await world.forge.calls.count
                #expect(calls == 2 + 1 + 1)
                #expect(report.table.contains("acme/three, acme/two: could not get an answer"))
            }
        }

        @Test("a forge where nobody listens is said to be one, in words")
        func nobodyListens() async throws {
            try await Story.forge(.github) { world in
                let file = try String(contentsOfFile: world.fleetFile, encoding: .utf8)
                let lines = file.split(separator: "\n", omittingEmptySubsequences: false).map {
                    $0.contains(" api: ") ? "    api: http://127.0.0.1:1" : String($0)
                }
                try await world.change(centre: [
                    "fleet.yaml": lines.joined(separator: "\n").replacing(
                        "attempts: 4", with: "attempts: 1")
                ])
                let table = try await world.sync().table
                let names = Story.repositories.joined(separator: ", ")
                #expect(
                    table.contains("\(names): could not get an answer from http://127.0.0.1:1: "),
                    "\(table)")
                #expect(!table.contains("mayPass"))
            }
        }

        @Test("a forge that refuses the token says so, and the token is not in what it says")
        func badToken() async throws {
            try await Story.forge(.github) { world in
                try Data("wrong-secret".utf8).write(to: URL(filePath: "\(world.folder)/token"))
                let report = try await world.sync()
                #expect(report.results == [.failed, .failed, .failed])
                #expect(report.table.contains("status 401"))
                #expect(!report.table.contains("wrong-secret"))
            }
        }
    }
}
