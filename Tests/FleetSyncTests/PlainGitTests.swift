import FleetCore
import FleetSync
import ForgeTestKit
import Foundation
import Testing

extension FleetTests {
    /// Goal: what a repository should hold arrives on its branch, and what people did stays.
    /// Method: bare repositories in a folder, and people who edit and merge.
    @Suite(.timeLimit(.minutes(15)))
    struct PlainGitTests {
        private let branch = "apus/fleet"

        /// A person merges the branch into the base.
        private func merge(_ world: FleetWorld, _ name: String) async throws {
            let git = Git(world.path(name))
            let tip = try #require(try await world.tip(name, branch))
            let base = try #require(try await world.tip(name))
            let tree = try #require(try await git.mergedTree(base, tip))
            let commit = try await git.commit(
                tree: tree, parents: [base, tip], message: "Merge\n",
                author: .init(name: "A person", email: "person@localhost"))
            try await git.run(["update-ref", "refs/heads/main", commit])
        }

        @Test("vendored and rendered files arrive on the branch, and the base is left alone")
        func firstSync() async throws {
            try await Story.plain { world in
                let report = try await world.sync()
                #expect(report.results == [.proposed, .proposed, .proposed], "\(report.table)")
                let image = try await world.text("acme/one", "ci/out.yml", branch: branch)
                #expect(image == "image: rust\n")
                let other = try await world.text("acme/two", "ci/out.yml", branch: branch)
                #expect(other == "image: debian\n")
                let build = try await world.text("acme/one", "ci/rust/build.sh", branch: branch)
                #expect(build == "#!/bin/sh\ncargo build\n")
                let none = try await world.text("acme/two", "ci/rust/build.sh", branch: branch)
                #expect(none == nil)
                let base = try await world.text("acme/one", "ci/out.yml")
                #expect(base == nil)
                let tree = try await Git(world.path("acme/one")).tree("refs/heads/\(branch)")
                #expect(tree["ci/vendor/check.sh"]?.mode == .executable)
            }
        }

        @Test("a second sync, and one after the merge, change nothing")
        func nothingTwice() async throws {
            try await Story.plain { world in
                try await world.sync()
                let before = try await world.tip("acme/one", branch)
                try await world.sync()
                let after = try await world.tip("acme/one", branch)
                #expect(before == after)
                for name in Story.repositories { try await merge(world, name) }
                let report = try await world.sync()
                #expect(report.results == [.current, .current, .current], "\(report.table)")
                let gone = try await world.tip("acme/one", branch)
                #expect(gone == nil, "a merged branch is removed")
                #expect(report.row("acme/one")?.behindTouching == 0)
            }
        }

        @Test(
            "an edit by hand is kept, joined where that is possible, and reported where it is not")
        func handEdits() async throws {
            try await Story.plain { world in
                try await world.sync()
                for name in Story.repositories { try await merge(world, name) }
                let notes = "ci/vendor/notes.txt"
                try await world.commit(
                    "acme/one", [notes: "my first line\nsecond\nthird\nfourth\nlast line\n"], "Edit"
                )
                try await world.commit(
                    "acme/two", [notes: "first line\nsecond\nthird\nfourth\nmy last line\n"], "Edit"
                )
                try await world.commit("acme/three", [notes: nil], "Remove")
                try await world.change(centre: [
                    "shared/ci/notes.txt": "first line\nsecond\nthird\nfourth\ntheir last line\n",
                    "shared/ci/check.sh": "#!/bin/sh\necho two\n",
                ])
                let report = try await world.sync()
                let joined = try await world.text("acme/one", notes, branch: branch)
                #expect(joined == "my first line\nsecond\nthird\nfourth\ntheir last line\n")
                let kept = try await world.text("acme/two", notes, branch: branch)
                #expect(kept == "first line\nsecond\nthird\nfourth\nmy last line\n")
                let removed = try await world.text("acme/three", notes, branch: branch)
                #expect(removed == nil)
                let kinds = Story.repositories.map { report.row($0)?.drift.map(\.kind) ?? [] }
                #expect(kinds == [[.merged], [.removedByHand], [.conflict]])
                let check = try await world.text("acme/two", "ci/vendor/check.sh", branch: branch)
                #expect(check == "#!/bin/sh\necho two\n", "the rest still arrives")
            }
        }

        @Test("what a feature brought is removed when it goes, but not what was edited")
        func featureGoes() async throws {
            try await Story.plain { world in
                try await world.change(
                    centre: ["shared/rust/rust-own.sh": "#!/bin/sh\ntrue\n"], "One more")
                try await world.sync()
                try await merge(world, "acme/one")
                try await world.commit("acme/one", ["ci/rust/own.sh": "mine\n"], "Edit")
                let file = try String(contentsOfFile: world.fleetFile, encoding: .utf8)
                try await world.change(
                    centre: ["fleet.yaml": file.replacing(", features: [rust]", with: "")])
                try await world.sync()
                let build = try await world.text("acme/one", "ci/rust/build.sh", branch: branch)
                #expect(build == nil)
                let own = try await world.text("acme/one", "ci/rust/own.sh", branch: branch)
                #expect(own == "mine\n")
            }
        }

        @Test("commits that people add to the branch stay, also when the base moves on")
        func foreignCommits() async throws {
            try await Story.plain { world in
                try await world.sync()
                try await world.commit("acme/one", branch: branch, ["fix.txt": "fixed\n"], "My fix")
                try await world.commit("acme/one", ["base.txt": "base\n"], "Go on")
                try await world.change(centre: ["shared/ci/check.sh": "#!/bin/sh\necho two\n"])
                try await world.sync()
                let history = try await world.history("acme/one", branch)
                #expect(history.contains("My fix"))
                let fix = try await world.text("acme/one", "fix.txt", branch: branch)
                #expect(fix == "fixed\n")
                let check = try await world.text("acme/one", "ci/vendor/check.sh", branch: branch)
                #expect(check == "#!/bin/sh\necho two\n")
                let base = try await world.text("acme/one", "base.txt", branch: branch)
                #expect(base == "base\n", "the base was merged in")
            }
        }

        @Test("a file that was there first stays, unless it is a copy that the centre once had")
        func existingFiles() async throws {
            try await Story.plain { world in
                let old = "#!/bin/sh\necho one\n"
                try await world.commit(
                    "acme/one", ["ci/vendor/check.sh": old, "ci/vendor/notes.txt": "own\n"], "Own")
                try await world.change(centre: ["shared/ci/check.sh": "#!/bin/sh\necho two\n"])
                let report = try await world.sync()
                let copied = try await world.text("acme/one", "ci/vendor/check.sh", branch: branch)
                #expect(copied == "#!/bin/sh\necho two\n")
                let own = try await world.text("acme/one", "ci/vendor/notes.txt", branch: branch)
                #expect(own == "own\n")
                let kinds = report.row("acme/one")?.drift.map(\.kind)
                #expect(kinds == [.existing])
            }
        }

        @Test("one repository that cannot be reached, or lacks a value, stops no other")
        func oneFails() async throws {
            try await Story.plain { world in
                try FileManager.default.removeItem(atPath: world.path("acme/two"))
                let file = try String(contentsOfFile: world.fleetFile, encoding: .utf8)
                try await world.change(centre: [
                    "fleet.yaml": file.replacing(
                        "features: [common], values: {image: debian}",
                        with: "features: [common]")
                ])
                let report = try await world.sync()
                #expect(report.row("acme/one")?.result == .proposed)
                #expect(report.row("acme/two")?.result == .failed)
                #expect(report.row("acme/three")?.detail?.contains("no value `image`") == true)
                let status = try await world.status()
                #expect(status.row("acme/one")?.last?.result == .proposed)
                #expect(status.row("acme/two")?.last?.result == .failed)
            }
        }

        @Test("losing this machine's memory costs time and nothing else")
        func lostMemory() async throws {
            try await Story.plain { world in
                try await world.sync()
                let before = try await world.tip("acme/one", branch)
                try FileManager.default.removeItem(atPath: world.state.path)
                let report = try await world.sync()
                #expect(report.results == [.proposed, .proposed, .proposed])
                let after = try await world.tip("acme/one", branch)
                #expect(before == after)
            }
        }

        @Test("two runs at once: the second is told to wait")
        func twoRuns() async throws {
            try await Story.plain { world in
                try world.state.make()
                let lock = try world.state.lock()
                await #expect(throws: (any Error).self) { try await world.sync() }
                withExtendedLifetime(lock) {}
            }
        }

        @Test("through git's own server, too")
        func daemon() async throws {
            try await Story.plain { world in
                try await GitDaemon.serve("\(world.folder)/repositories") { address in
                    let file = try String(contentsOfFile: world.fleetFile, encoding: .utf8)
                    try await world.change(centre: [
                        "fleet.yaml": file.replacing(
                            "\(world.folder)/repositories/{repository}.git",
                            with: "\(address)/{repository}.git")
                    ])
                    let report = try await world.sync()
                    #expect(report.results == [.proposed, .proposed, .proposed], "\(report.table)")
                    let tip = try await world.tip("acme/one", branch)
                    #expect(tip != nil)
                }
            }
        }
    }
}
