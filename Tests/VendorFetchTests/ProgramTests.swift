import Foundation
import Testing
import VendorCore

@testable import VendorFetch

/// Goal: the program does nothing where nothing is to be done, and says the same to people and to
/// other programs.
/// Method: the built program in folders of its own.
@Suite(
    .timeLimit(.minutes(15)),
    .enabled(if: ProgramBench.isBuilt, "not run: the program is not built"))
struct ProgramTests {
    /// Everything about a folder and what is in it that a write would change.
    private func traces(_ folder: String) throws -> [String] {
        let top = Disk.status(folder)
        return try ["\(folder) \(top?.modified ?? 0) \(top?.inode ?? 0)"]
            + Disk.walk(folder).map {
                "\($0.path) \($0.status.modified) \($0.status.changed) \($0.status.inode)"
            }
    }

    private static let account = ProgramBench.secret("s", ["one": "1"])

    @Test("a locked sync with nothing to do runs no program, asks nobody and writes nothing at all")
    func nothingLocked() async throws {
        try await Workbench.with { bench in
            try await bench.repository(["a.txt": "1", "b/c.txt": "2"])
            try bench.write("mine", to: "work/vendor/m/own")
            let program = ProgramBench(bench: bench)
            try program.configure(
                """
                - path: g
                  git: {url: \(bench.folder)/origin, ref: origin/main}
                - path: i
                  inline: {pathsFrom: [{secretRef: {name: s}}]}
                - path: m
                  manual: {}
                """, before: Self.account)
            #expect(try await program.vendor("sync").status == 0)
            #expect(try await program.vendor("sync", "--locked").status == 0)
            try await bench.run("mv", "origin", "gone")
            let before = try traces("\(bench.folder)/work") + traces("\(bench.folder)/cache")
            // A PATH without git and curl: what would ask somebody would fail.
            let answer = try await program.vendor("sync", "--locked", path: "\(bench.folder)/bin")
            #expect(answer.status == 0, "\(answer.errors)")
            #expect(answer.output.contains("nothing to do"))
            let after = try traces("\(bench.folder)/work") + traces("\(bench.folder)/cache")
            #expect(before == after)
        }
    }

    @Test("a folder of this machine is copied again when it changed, locked or not, and only then")
    func folders() async throws {
        try await Workbench.with { bench in
            try bench.write("1", to: "work/source/a")
            let program = ProgramBench(bench: bench)
            try program.configure("- path: d\n  directory: {path: source}\n")
            #expect(try await program.vendor("sync").status == 0)
            let before = try traces("\(bench.folder)/work")
            #expect(try await program.vendor("sync").status == 0)
            #expect(try await program.vendor("sync", "--locked").status == 0)
            #expect(try traces("\(bench.folder)/work") == before)
            for (text, flags) in [("2", ["sync"]), ("3", ["sync", "--locked"])] {
                try bench.write(text, to: "work/source/a")
                #expect(try await program.vendor(flags).status == 0)
                #expect(try bench.read("work/vendor/d/a") == text)
            }
        }
    }

    @Test("a sync that is not locked asks once, and writes nothing either")
    func nothingNew() async throws {
        try await Workbench.with { bench in
            try await bench.repository(["a.txt": "1"])
            let program = ProgramBench(bench: bench)
            try program.configure(
                "- path: g\n  git: {url: \(bench.folder)/origin, ref: origin/main}\n")
            #expect(try await program.vendor("sync").status == 0)
            let before = try traces("\(bench.folder)/work")
            #expect(try await program.vendor("sync").status == 0)
            #expect(try traces("\(bench.folder)/work") == before)
        }
    }

    @Test("a sync that is killed half way leaves what was there, and the next one tidies up")
    func killed() async throws {
        try await Workbench.with { bench in
            try await bench.repository(["a.txt": "1"])
            let program = ProgramBench(bench: bench)
            let url = "\(bench.folder)/origin"
            try program.configure("- path: g\n  git: {url: \(url), ref: origin/main}\n")
            #expect(try await program.vendor("sync").status == 0)
            try await bench.commit(["a.txt": "2"], "second")
            // The program's git kills it in the middle of its work.
            try bench.write(
                """
                #!/bin/sh
                case "$*" in *checkout-index*) kill -9 $PPID; exit 1 ;; esac
                PATH=${PATH#*:} exec git "$@"

                """, to: "bin/git", permissions: 0o755)
            let killed = try await program.vendor("sync")
            #expect(killed.status == 128 + 9)
            #expect(try bench.read("work/vendor/g/a.txt") == "1")
            let left = try Disk.names(in: "\(bench.folder)/work")
            #expect(left.contains { $0.hasPrefix(".vendir-tmp-") })
            try Disk.remove("\(bench.folder)/bin/git")
            #expect(try await program.vendor("sync").status == 0)
            #expect(try bench.read("work/vendor/g/a.txt") == "2")
            let names = try Disk.names(in: "\(bench.folder)/work")
            #expect(!names.contains { $0.hasPrefix(".vendir-tmp-") })
        }
    }

    @Test("status says what is behind and what was edited, with the diff; verify ends with 2")
    func edited() async throws {
        try await Workbench.with { bench in
            try await bench.repository(["a.txt": "1\n", "b.txt": "1\n"])
            let program = ProgramBench(bench: bench)
            try program.configure(
                "- path: g\n  git: {url: \(bench.folder)/origin, ref: origin/main}\n"
                    + "  includePaths: [a.txt]\n")
            #expect(try await program.vendor("sync").status == 0)
            #expect(try await program.vendor("verify").status == 0)
            try bench.write("edited\n", to: "work/vendor/g/a.txt")
            try await bench.commit(["b.txt": "2\n"], "elsewhere")
            try await bench.commit(["a.txt": "2\n"], "here")
            let status = try await program.vendor("status")
            #expect(status.status == 0)
            for words in [
                "2 commits behind", "1 touch", "here", "changed here: a.txt", "-1", "+edited",
            ] {
                #expect(status.output.contains(words), "\(status.output)")
            }
            let json = try await program.vendor("status", "--json").output
            let yaml = try await program.vendor("status", "--yaml").output
            #expect(json.contains("\"behind\" : 2"))
            #expect(yaml.contains("behind: 2"))
            #expect(try await program.vendor("verify").status == 2)
            let diff = try await program.vendor("diff")
            #expect(diff.status == 2)
            #expect(diff.output.contains("+edited"))
            #expect(try await program.vendor("update").status == 2, "both changed the same line")
            #expect(try bench.read("work/vendor/g/a.txt").contains("<<<<<<<"))
        }
    }

    @Test("results come as JSON and as YAML, under both names")
    func forms() async throws {
        try await Workbench.with { bench in
            let program = ProgramBench(bench: bench)
            try program.configure("- path: i\n  inline: {paths: {a: x}}\n")
            let json = try await program.vendor("sync", "--json")
            #expect(json.output.contains("\"source\" : \"inline\""))
            let yaml = try await program.vendor("sync", "--yaml")
            #expect(yaml.output.contains("source: inline"))
            let reference = try await program.vendir("sync", "--json")
            #expect(reference.output.contains("\"Lines\": ["))
            #expect(reference.output.contains("\"Succeeded\""))
            #expect(try await program.vendir("sync", "--yaml").output.contains("kind: LockConfig"))
        }
    }

    @Test("VENDIR_HELM_BINARY fetches charts, and is told accounts by files only")
    func helm() async throws {
        try await Workbench.with { bench in
            try bench.write(
                """
                #!/bin/sh
                echo "$*" >>"$HOME/words"
                [ "$1" = pull ] || { cat "$HELM_REPOSITORY_CONFIG" >>"$HOME/files"; exit 0; }
                mkdir -p "$5/app"
                printf 'name: app\\nversion: 1.2.0\\nappVersion: "7"\\n' >"$5/app/Chart.yaml"

                """, to: "bin/my-helm", permissions: 0o755)
            var program = ProgramBench(bench: bench)
            program.environment["VENDIR_HELM_BINARY"] = "my-helm"
            try program.configure(
                """
                - path: c
                  helmChart:
                    name: app
                    version: 1.2.0
                    helmVersion: "3"
                    repository: {url: "https://charts.invalid", secretRef: {name: s}}
                """,
                before: ProgramBench.secret("s", ["username": "kim", "password": "open sesame"]))
            let answer = try await program.vendor("sync")
            #expect(answer.status == 0, "\(answer.errors)")
            #expect(bench.exists("work/vendor/c/Chart.yaml"))
            #expect(try bench.read("words").contains("--version 1.2.0"))
            #expect(try !bench.read("words").contains("sesame"))
            #expect(try bench.read("files").contains("password: open sesame"))

            program.environment["VENDIR_HELM_BINARY"] = "no-helm"
            let missing = try await program.vendor("sync")
            #expect(missing.status == 1)
            #expect(missing.errors.contains("VENDIR_HELM_BINARY names no-helm"))
        }
    }
}
