import FleetCore
import FleetSync
import ForgeTestKit
import Foundation
import Testing

extension FleetTests {
    /// Goal: one request for each change, kept up to date in place, whatever the forge does.
    /// Method: a forge on loopback that keeps state, in the three dialects.
    @Suite(.timeLimit(.minutes(15)))
    struct ForgeTests {
        private let branch = "apus/fleet"

        @Test(
            "a request is opened with its labels and reviewers, updated in place, and merged",
            arguments: ForgeServer.Dialect.allCases)
        func wholeLife(_ dialect: ForgeServer.Dialect) async throws {
            try await Story.forge(dialect) { world in
                let first = try await world.sync()
                #expect(first.results == [.proposed, .proposed, .proposed], "\(first.table)")
                let request = try #require(await world.forge.open(in: "acme/one"))
                #expect(request.labels == ["shared", "automatic"])
                #expect(request.reviewers == [dialect == .gitlab ? "user-7" : "kim"])
                #expect(request.title == "Update shared files")
                #expect(request.edits == 0)

                try await world.change(
                    centre: ["shared/ci/check.sh": "#!/bin/sh\necho two\n"], "Check faster")
                try await world.sync()
                try await world.sync()
                let after = await world.forge.requests(in: "acme/one")
                #expect(after.map(\.number) == [request.number], "the same request")
                #expect(after.first?.edits == 1, "the second sync had nothing to say")
                let check = try await world.text("acme/one", "ci/vendor/check.sh", branch: branch)
                #expect(check == "#!/bin/sh\necho two\n")

                try await world.forge.merge(request.number, in: "acme/one", squash: true)
                let merged = try await world.sync()
                #expect(merged.row("acme/one")?.result == .current)
                try await world.change(
                    centre: ["shared/ci/check.sh": "#!/bin/sh\necho three\n"], "Check again")
                try await world.sync()
                let second = try #require(await world.forge.open(in: "acme/one"))
                #expect(second.number == request.number + 1)
                #expect(second.body.contains("Check again"))
                #expect(!second.body.contains("Check faster"))
                let opened = await world.forge.opened
                #expect(opened == 4)
            }
        }

        @Test("an unchanged fleet asks and writes nothing", arguments: ForgeServer.Dialect.allCases)
        func unchanged(_ dialect: ForgeServer.Dialect) async throws {
            try await Story.forge(dialect) { world in
                try await world.sync()
                let before = await world.forge.calls.count
                try await world.sync()
                let calls = await world.forge.calls.dropFirst(before)
                let writes = calls.filter { !$0.hasPrefix("GET") }
                #expect(writes == [])
            }
        }

        @Test("what became obsolete is closed and its branch removed, unless people worked on it")
        func obsolete() async throws {
            try await Story.forge(.github) { world in
                try await world.sync()
                for name in Story.repositories { try await world.forge.merge(1, in: name) }
                try await world.sync()
                try await world.change(centre: ["shared/ci/check.sh": "#!/bin/sh\nfalse\n"])
                try await world.sync()
                try await world.commit("acme/two", branch: branch, ["mine": "x\n"], "Mine")
                try await world.change(centre: ["shared/ci/check.sh": "#!/bin/sh\necho one\n"])
                let report = try await world.sync()
                #expect(report.row("acme/one")?.result == .current, "\(report.table)")
                let closed = await world.forge.requests(in: "acme/one").last
                #expect(closed?.state == .closed)
                #expect(closed?.comments.count == 1)
                let gone = try await world.tip("acme/one", branch)
                #expect(gone == nil)
                #expect(report.row("acme/two")?.result == .obsolete)
                let open = await world.forge.open(in: "acme/two")
                #expect(open != nil)
            }
        }

        @Test(
            "what was closed as obsolete is proposed again when it is wanted again",
            arguments: ForgeServer.Dialect.allCases)
        func obsoleteAndBack(_ dialect: ForgeServer.Dialect) async throws {
            try await Story.forge(dialect) { world in
                try await world.sync()
                for name in Story.repositories { try await world.forge.merge(1, in: name) }
                for text in ["two", "one", "two"] {
                    try await world.change(
                        centre: ["shared/ci/check.sh": "#!/bin/sh\necho \(text)\n"])
                    try await world.sync()
                }
                let requests = await world.forge.requests(in: "acme/one")
                #expect(requests.map(\.state) == [.merged, .closed, .open])
            }
        }

        @Test(
            "a change that a person declined is not proposed again; the next one is",
            arguments: ForgeServer.Dialect.allCases)
        func declined(_ dialect: ForgeServer.Dialect) async throws {
            try await Story.forge(dialect) { world in
                try await world.sync()
                try await world.forge.decline(1, in: "acme/one")
                let report = try await world.sync()
                #expect(report.row("acme/one")?.result == .declined)
                let opened = await world.forge.requests(in: "acme/one").count
                #expect(opened == 1)
                try await world.change(centre: ["shared/ci/check.sh": "#!/bin/sh\necho new\n"])
                try await world.sync()
                let again = await world.forge.open(in: "acme/one")
                #expect(again?.number == 2)
            }
        }

        @Test("a branch that was squashed into the base while a sync worked on it is begun anew")
        func squashedMeanwhile() async throws {
            try await Story.forge(.github) { world in
                try await world.sync()
                try await world.commit("acme/one", branch: branch, ["mine": "x\n"], "Mine")
                try await world.change(centre: ["shared/ci/check.sh": "#!/bin/sh\necho two\n"])
                let forge = world.forge
                // Between the sync's look and its push.
                await forge.visit { name, _ in
                    guard name == "acme/one", let open = await forge.open(in: name) else { return }
                    try? await forge.merge(open.number, in: name, squash: true)
                }
                try await world.sync()
                await forge.visit(nil)
                try await world.sync()
                let open = try #require(await forge.open(in: "acme/one"))
                try await forge.merge(open.number, in: "acme/one")
                let mine = try await world.text("acme/one", "mine")
                let check = try await world.text("acme/one", "ci/vendor/check.sh")
                #expect(mine == "x\n")
                #expect(check == "#!/bin/sh\necho two\n")
            }
        }

        static let waves = """
            waves:
            - {name: canaries, repositories: [acme/one]}
            - {name: everyone}
            """

        @Test("a wave waits for the one before it to be merged and green, and gets no newer commit")
        func waves() async throws {
            try await Story.forge(.github, waves: Self.waves) { world in
                let first = try await world.sync()
                #expect(first.results == [.proposed, .held, .held], "\(first.table)")
                try await world.forge.merge(1, in: "acme/one")
                let base = try #require(try await world.tip("acme/one"))
                await world.forge.check(base, in: "acme/one", "pending")
                let second = try await world.sync()
                #expect(second.results == [.current, .held, .held], "\(second.table)")
                await world.forge.check(base, in: "acme/one", "success")
                // Newer, and seen by no canary yet.
                try await world.change(centre: ["shared/ci/check.sh": "#!/bin/sh\nfalse\n"], "Bad")
                let third = try await world.sync()
                #expect(third.results == [.proposed, .proposed, .proposed], "\(third.table)")
                let canary = try await world.text("acme/one", "ci/vendor/check.sh", branch: branch)
                #expect(canary == "#!/bin/sh\nfalse\n")
                let other = try await world.text("acme/two", "ci/vendor/check.sh", branch: branch)
                #expect(other == "#!/bin/sh\necho one\n")
            }
        }

        @Test("a centre that never rests reaches the last wave, one wave further with each sync")
        func busyCentre() async throws {
            let waves = """
                waves:
                - {name: canaries, repositories: [acme/one]}
                - {name: team, repositories: [acme/two]}
                - {name: everyone}
                """
            try await Story.forge(.github, waves: waves) { world in
                for round in 1...3 {
                    try await world.change(
                        centre: ["shared/ci/check.sh": "#!/bin/sh\necho \(round)\n"], "\(round)")
                    try await world.sync()
                    guard round < 3 else { break }
                    for name in ["acme/one", "acme/two"] {
                        guard let open = await world.forge.open(in: name) else { continue }
                        try await world.forge.merge(open.number, in: name)
                    }
                }
                let path = "ci/vendor/check.sh"
                let canary = try await world.text("acme/one", path, branch: branch)
                let team = try await world.text("acme/two", path, branch: branch)
                let last = try await world.text("acme/three", path, branch: branch)
                #expect(canary == "#!/bin/sh\necho 3\n")
                #expect(team == "#!/bin/sh\necho 2\n")
                #expect(last == "#!/bin/sh\necho 1\n")
            }
        }

        @Test("a canary whose checks fail stops everybody behind it, until it is mended")
        func canary() async throws {
            try await Story.forge(.gitlab, waves: Self.waves) { world in
                try await world.sync()
                let tip = try #require(try await world.tip("acme/one", branch))
                await world.forge.check(tip, in: "acme/one", "failure")
                let report = try await world.sync()
                #expect(report.results == [.proposed, .held, .held])
                #expect(report.waves.first?.standing == "stopped by acme/one")
                let forced = try await world.sync(beginning: "everyone")
                #expect(
                    forced.results == [.proposed, .proposed, .proposed], "by hand all the same")
            }
        }

        @Test("queries find the repositories of an owner", arguments: ForgeServer.Dialect.allCases)
        func queries(_ dialect: ForgeServer.Dialect) async throws {
            try await Story.forge(dialect) { world in
                let file = try String(contentsOfFile: world.fleetFile, encoding: .utf8)
                let lines = file.split(separator: "\n", omittingEmptySubsequences: false)
                    .filter { !$0.hasPrefix("- {name: acme/t") }.joined(separator: "\n")
                try await world.change(centre: [
                    "fleet.yaml": lines.replacing(
                        "repositories:\n",
                        with: "repositories:\n- {query: {owner: acme, name: 't*'}, groups: [all]}\n"
                    )
                ])
                let run = try await world.run()
                let names = try await run.consumers().map(\.name)
                #expect(names == Story.repositories)
                let chosen = try await run.consumers(matching: ["acme/t*"]).map(\.name)
                #expect(chosen == ["acme/three", "acme/two"])
            }
        }
    }
}
