import Diagnostics
import FleetCore
import FleetSync
import ForgeTestKit
import Foundation
import Subprocess
import Testing

extension FleetTests {
    /// Goal: before anything is merged one sees what would change, and whether it works.
    /// Method: plain git and small check commands.
    @Suite(.timeLimit(.minutes(15)))
    struct PlanAndTestTests {
        /// A run on the centre's files as they lie there, committed or not.
        private func proposal(_ world: FleetWorld) async throws -> FleetRun {
            let centre = try await Centre.open(world.fleetFile, world.state)
            let commit = try #require(try await centre.proposal())
            return try await FleetRun(centre, at: commit, folder: world.state)
        }

        private func write(_ world: FleetWorld, _ path: String, _ text: String) throws {
            try Data(text.utf8).write(to: URL(filePath: "\(world.folder)/centre/\(path)"))
        }

        @Test("a plan shows what is not committed yet as diffs, and changes nothing")
        func plan() async throws {
            try await Story.plain { world in
                try write(world, "shared/ci/check.sh", "#!/bin/sh\necho proposed\n")
                try write(world, "shared/ci/new.txt", "new\n")
                let before = try await world.tip("acme/one")
                let run = try await proposal(world)
                let plans = try await run.plan(try await run.consumers(matching: ["acme/one"]))
                let plan = try #require(plans.first)
                #expect(plan.problem == nil)
                #expect(plan.writes.contains("ci/vendor/new.txt"))
                #expect(plan.difference.contains("+echo proposed"))
                #expect(plan.difference.contains("+image: rust"))
                #expect(!plan.difference.contains(".apus/"))
                let after = try await world.tip("acme/one")
                #expect(before == after)
                let branch = try await world.tip("acme/one", "apus/fleet")
                #expect(branch == nil)
                let log = try await Git("\(world.folder)/centre/.git").log("HEAD")
                #expect(log.count == 2, "the proposal is on no branch of the centre")
            }
        }

        @Test(
            "checks run on the proposed files, each repository for itself",
            .enabled(if: Sandbox.isThere, "not run: bubblewrap is not installed"))
        func checks() async throws {
            try await Story.plain { world in
                let file = try String(contentsOfFile: world.fleetFile, encoding: .utf8)
                try write(
                    world, "fleet.yaml",
                    file.replacing(
                        "- {name: acme/two, groups: [all]}",
                        with: "- {name: acme/two, groups: [all], check: 'sh ci/vendor/check.sh'}"
                    ).replacing(
                        "rust:\n    vendor",
                        with: "rust:\n    check: test -x ci/rust/build.sh\n    vendor"))
                try write(world, "shared/ci/check.sh", "#!/bin/sh\necho it is broken\nexit 3\n")
                let run = try await proposal(world)
                let tests = try await run.test(
                    try await run.consumers(), in: try Sandbox(open: false))
                #expect(tests.map(\.verdict) == [.passed, .noCheck, .failed])
                #expect(tests.last?.output?.contains("it is broken") == true)
            }
        }

        @Test(
            "a check sees no network and nobody's home, and writes nowhere else",
            .enabled(if: Sandbox.isThere, "not run: bubblewrap is not installed"))
        func sandbox() async throws {
            let folder = FleetWorld.temporaryFolder()
            try FileManager.default.createDirectory(
                atPath: "\(folder)/work", withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let sandbox = try Sandbox(open: false)
            let own = try await sandbox.run("touch here && ls", in: "\(folder)/work", seconds: 20)
            #expect(own.status == 0)
            #expect(own.output == "here\n")
            for command in [
                "touch /usr/here", "touch /etc/here", "ls \(folder)",
                "cat /proc/net/dev | grep -v lo: | grep :",
                "test -n \"$FORGE_TOKEN$PWD_OF_SOMEBODY\"",
            ] {
                let (status, output) = try await sandbox.run(
                    command, in: "\(folder)/work", seconds: 20)
                #expect(status != 0, "\(command): \(output)")
            }
            let slow = try await sandbox.run("sleep 30", in: "\(folder)/work", seconds: 1)
            #expect(slow.status == 124)
        }

        @Test("a GitHub app signs in with its key, and a wrong key is refused")
        func app() async throws {
            let world = try await FleetWorld(
                FleetWorld.temporaryFolder(), repositories: ["acme/one"])
            defer { world.remove() }
            for name in ["right", "wrong"] { try await makeKey("\(world.folder)/\(name)") }
            await world.forge.install(appKey: "\(world.folder)/right.pub")
            try await ForgeServer(world.forge, .github).serve { address in
                for (name, result) in [("right", FleetReport.Result.proposed), ("wrong", .failed)] {
                    try await world.change(centre: [
                        "a.txt": "\(name)\n",
                        "fleet.yaml": """
                        fleet: apps
                        forges:
                          here:
                            kind: github
                            api: \(address)
                            git: "\(world.folder)/repositories/{repository}.git"
                            app: {id: "17", key: {file: \(world.folder)/\(name)}}
                        features: {a: {vendor: [{from: a.txt, to: a.txt}]}}
                        repositories: [{name: acme/one, features: [a]}]
                        """,
                    ])
                    let report = try await world.sync()
                    #expect(report.results == [result], "\(report.table)")
                }
            }
        }

        private func makeKey(_ file: String) async throws {
            for arguments in [
                ["genrsa", "-out", file, "2048"],
                ["rsa", "-in", file, "-pubout", "-out", file + ".pub"],
            ] {
                let result = try await Subprocess.run(
                    .name("openssl"), arguments: Arguments(arguments), input: .none,
                    output: .discarded, error: .discarded)
                try #require(result.terminationStatus.isSuccess)
            }
        }
    }
}
