import Diagnostics
import FleetCore
import FleetSync
import ForgeTestKit
import Foundation
import Testing

extension FleetTests {
    /// Goal: a fleet that scripts kept goes on without a change, and its edits by hand are kept.
    /// Method: repositories as such scripts leave them: vendored, copied without a prefix, moved.
    @Suite(.timeLimit(.minutes(15)))
    struct AdoptionTests {
        static let template = """
            apiVersion: vendir.k14s.io/v1alpha1
            kind: Config
            directories:
            - path: ../.github/workflows/vendor
              contents:
              - path: .
                git: {url: https://forge.example/acme/shared.git, ref: main}
                includePaths: [shared/actions/*]
                excludePaths: [shared/actions/nodejs-*, shared/actions/rust-*]
                newRootPath: shared/actions
            - path: ./vendor
              contents:
              - path: .
                git: {url: https://forge.example/acme/shared.git, ref: main}
                includePaths: [shared/ci/**/*]
                excludePaths: [shared/ci/**/nodejs-*, shared/ci/**/rust-*]
                newRootPath: shared/ci
            """

        static let values = """
            #@data/values
            ---
            git_org_uri: git@forge.example:acme
            pr_branch: bump-shared
            source_repo_branch: main
            token: ((github.token))
            src_repos:
              one: ["rust"]
              two: ["nodejs", "docker"]
            """

        static let script = """
            gh pr create \\
              --title "ci(shared): bump" --body-file x \\
              --label robot --label shared-tasks
            """

        static let centre: [String: String?] = [
            "shared/actions/spelling.yml": "spelling\n", "shared/actions/rust-check.yml": "rust\n",
            "shared/actions/nodejs-check.yml": "node\n",
            "shared/ci/tasks/open.sh": "open\n", "shared/ci/tasks/rust-test.sh": "test\n",
            "shared/ci/config/rust-dependabot.yml": "bot\n",
        ]

        private func adopted(_ world: FleetWorld) async throws -> (Adoption, String) {
            let place = "\(world.folder)/repositories/{repository}.git"
            let scripted = try ScriptedFleet(
                template: Self.template, values: Self.values, script: Self.script, folder: "ci")
            #expect(scripted.git == "git@forge.example:{repository}.git")
            let (git, _) = try await Centre.locate(world.fleetFile)
            let (adoption, unreachable) = try await AdoptRun(
                centre: git, scripted: scripted, git: place
            ).adoption()
            #expect(unreachable == [])
            return (adoption, adoption.fleetFile(name: "shared", git: place))
        }

        @Test(
            "the first sync after adoption changes nothing, and the next change arrives everywhere")
        func firstSyncChangesNothing() async throws {
            let world = try await FleetWorld(
                FleetWorld.temporaryFolder(), repositories: ["acme/one", "acme/two"])
            defer { world.remove() }
            try await world.change(centre: Self.centre)
            try await world.commit(
                "acme/one",
                [
                    ".github/workflows/vendor/spelling.yml": "spelling\n",
                    ".github/workflows/vendor/rust-check.yml": "rust\n",
                    ".github/workflows/spelling.yml": "spelling\n",
                    ".github/workflows/check.yml": "rust\n", ".github/workflows/own.yml": "own\n",
                    "ci/vendor/tasks/open.sh": "open\n", "ci/vendor/tasks/rust-test.sh": "test\n",
                    ".github/dependabot.yml": "bot\n",
                ], "As scripts left it")
            try await world.commit(
                "acme/two",
                [
                    ".github/workflows/vendor/spelling.yml": "spelling\n",
                    ".github/workflows/vendor/nodejs-check.yml": "node\n",
                    ".github/workflows/spelling.yml": "spelling\n",
                    ".github/workflows/check.yml": "node, edited here\n",
                    "ci/vendor/tasks/open.sh": "open\n",
                ], "As scripts left it, with an edit")
            let (adoption, file) = try await adopted(world)
            #expect(adoption.remarks == [])
            try await world.change(centre: ["fleet.yaml": file])
            let first = try await world.sync()
            #expect(first.results == [.current, .current], "\(file)\n\(first.table)")

            try await world.change(centre: [
                "shared/actions/rust-check.yml": "rust, faster\n",
                "shared/ci/config/rust-dependabot.yml": "bot, weekly\n",
                "shared/ci/tasks/open.sh": "open, too\n",
            ])
            let second = try await world.sync()
            #expect(second.results == [.proposed, .proposed])
            let read = { (name: String, path: String) in
                try await world.text(name, path, branch: "bump-shared")
            }
            #expect(try await read("acme/one", ".github/workflows/check.yml") == "rust, faster\n")
            #expect(try await read("acme/one", ".github/dependabot.yml") == "bot, weekly\n")
            #expect(try await read("acme/one", ".github/workflows/own.yml") == "own\n")
            #expect(try await read("acme/two", "ci/vendor/tasks/open.sh") == "open, too\n")
            #expect(
                try await read("acme/two", ".github/workflows/check.yml") == "node, edited here\n")
        }

        @Test("title, labels and branches of the scripts are carried over")
        func settings() async throws {
            let scripted = try ScriptedFleet(
                template: Self.template, values: Self.values, script: Self.script, folder: "ci")
            let text = Adoption(scripted, centre: [:], consumers: [:])
                .fleetFile(name: "shared", git: "git@github.com:{repository}.git")
            let (fleet, problems) = FleetFile.read(text, file: "fleet.yaml")
            #expect(problems.map(\.description) == [])
            #expect(fleet?.request.title == "ci(shared): bump")
            #expect(fleet?.request.labels == ["robot", "shared-tasks"])
            #expect(fleet?.request.branch == "bump-shared")
            #expect(fleet?.forges["here"]?.kind == .github)
        }
    }
}
