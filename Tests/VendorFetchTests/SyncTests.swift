import Diagnostics
import Foundation
import Testing
import VendorCore

@testable import VendorFetch

/// Goal: a sync brings what was asked for, in one step, and does nothing when nothing is to do.
/// Method: git repositories in a temporary folder.
@Suite(.timeLimit(.minutes(15)))
struct SyncTests {
    private func git(_ bench: Workbench, _ ref: String = "origin/main", rest: String = "") -> String
    {
        "- path: x\n  git:\n    url: \(bench.folder)/origin\n    ref: \(ref)\n\(rest)"
    }

    @Test("a second sync writes nothing, and a locked one asks nobody")
    func nothingToDo() async throws {
        try await Workbench.with { bench in
            try await bench.repository(["a.txt": "1", "d/b.txt": "2"])
            let first = try await bench.sync(git(bench))
            #expect(first.changed == [bench.vendor])
            let before = Disk.status("\(bench.vendor)/x/a.txt")
            let second = try await bench.sync(git(bench))
            #expect(second.changed.isEmpty)
            #expect(second.lock == first.lock)
            #expect(Disk.status("\(bench.vendor)/x/a.txt") == before)
            try await bench.run("mv", "origin", "gone")
            let locked = try await bench.sync(git(bench), locked: first.lock)
            #expect(locked.changed.isEmpty)
            #expect(locked.lock == first.lock)
        }
    }

    @Test("what was edited, added or removed by hand is put right")
    func repair() async throws {
        try await Workbench.with { bench in
            try await bench.repository(["a.txt": "1", "b.txt": "2"])
            _ = try await bench.sync(git(bench))
            try bench.write("edited", to: "vendor/x/a.txt")
            try bench.write("stale", to: "vendor/stale/file")
            try Disk.remove("\(bench.vendor)/x/b.txt")
            let outcome = try await bench.sync(git(bench))
            #expect(outcome.changed == [bench.vendor])
            #expect(try bench.files("vendor") == ["x/a.txt", "x/b.txt"])
            #expect(try bench.read("vendor/x/a.txt") == "1")
        }
    }

    @Test("a failure leaves what was there, and no staging folder")
    func failure() async throws {
        try await Workbench.with { bench in
            try await bench.repository(["a.txt": "1"])
            let first = try await bench.sync(git(bench))
            await #expect(throws: Diagnostic.self) {
                try await bench.sync(
                    git(bench, "origin/main")
                        + "\n- path: y\n  git: {url: \(bench.folder)/none, ref: x}")
            }
            #expect(try bench.read("vendor/x/a.txt") == "1")
            #expect(first.changed == [bench.vendor])
        }
    }

    @Test("contents of one commit come from one fetch, and removed files go")
    func shared() async throws {
        try await Workbench.with { bench in
            try await bench.repository(["a/1": "1", "b/2": "2", "c/3": "3"])
            let three = ["a", "b", "c"].map { name in
                "- path: \(name)\n  includePaths: [\(name)/*]\n  newRootPath: \(name)\n"
                    + "  git: {url: \(bench.folder)/origin, ref: origin/main}\n"
            }.joined()
            _ = try await bench.sync(three)
            #expect(try bench.files("vendor") == ["a/1", "b/2", "c/3"])
            let packs = try bench.files("cache").filter { $0.contains("objects.git/") }
            #expect(!packs.isEmpty)
            #expect(Set(packs.map { $0.split(separator: "/")[1] }).count == 1)
            try await bench.run("git", "rm", "-q", "a/1", in: "origin")
            try await bench.commit(["a/9": "9"], "second")
            _ = try await bench.sync(three)
            #expect(try bench.files("vendor") == ["a/9", "b/2", "c/3"])
        }
    }

    @Test("tags, branches, short and long commits and expressions are found")
    func references() async throws {
        try await Workbench.with { bench in
            try await bench.repository(["a": "1"])
            let old = try await bench.run("git", "rev-parse", "HEAD", in: "origin")
            try await bench.run("git", "tag", "-am", "x", "v1.0.0", in: "origin")
            try await bench.commit(["a": "2"], "second")
            for ref in [old, String(old.prefix(9)), "v1.0.0", "main~1", "tags/v1.0.0"] {
                let outcome = try await bench.sync(git(bench, ref))
                #expect(
                    outcome.lock.content("x", in: bench.vendor)?.fact
                        == .git(sha: old, tags: ["v1.0.0"], title: "first"), "\(ref)")
            }
            let main = try await bench.sync(git(bench, "main"))
            guard case .git(let sha, let tags, _) = main.lock.content("x", in: bench.vendor)?.fact
            else {
                Issue.record("not git")
                return
            }
            #expect(tags == ["v1.0.0-1-g" + sha.prefix(7)])
            await #expect(throws: Diagnostic.self) { try await bench.sync(git(bench, "mian")) }
        }
    }

    @Test("attributes count although their file is not wanted")
    func attributes() async throws {
        try await Workbench.with { bench in
            try await bench.repository(["a.txt": "1\n", ".gitattributes": "*.txt eol=crlf\n"])
            _ = try await bench.sync(git(bench, rest: "  includePaths: ['*.txt']\n"))
            #expect(try bench.read("vendor/x/a.txt") == "1\r\n")
        }
    }

    @Test("links that lead out are refused before anything is put in place")
    func links() async throws {
        try await Workbench.with { bench in
            try bench.write("1", to: "src/a")
            try Disk.makeLink("\(bench.folder)/src/l", to: "/etc/hostname")
            let contents = "- path: m\n  directory: {path: \(bench.folder)/src}\n"
            await #expect(throws: Diagnostic.self) { try await bench.sync(contents) }
            #expect(!bench.exists("vendor"))
        }
    }

    @Test("what is made by hand and what is ignored stays, executable bits included")
    func kept() async throws {
        try await Workbench.with { bench in
            try await bench.repository(["a": "1"])
            try bench.write("mine", to: "vendor/m/own")
            try bench.write("local", to: "vendor/x/keep/tool", permissions: 0o755)
            _ = try await bench.sync(
                "- path: m\n  manual: {}\n" + git(bench, rest: "  ignorePaths: ['keep/**/*']\n"))
            #expect(try bench.read("vendor/m/own") == "mine")
            #expect(Disk.status("\(bench.vendor)/x/keep/tool")?.permissions == 0o755)
            #expect(try bench.read("vendor/x/a") == "1")
        }
    }

    @Test("lazy contents are not asked for until their configuration changes")
    func lazy() async throws {
        try await Workbench.with { bench in
            try await bench.repository(["a": "1"])
            let lazy = git(bench, rest: "  lazy: true\n")
            let first = try await bench.sync(lazy)
            try await bench.commit(["a": "2"], "second")
            let resources = try bench.resources(lazy)
            let session = try bench.session(resources)
            defer { session.staging.remove() }
            let second = try await Synchronizer(
                session: session, configuration: resources.configuration, locked: first.lock
            ).run()
            #expect(second.lock == first.lock)
            #expect(try bench.read("vendor/x/a") == "1")
        }
    }

    @Test("submodules come along, and only those that are asked for")
    func submodules() async throws {
        try await Workbench.with { bench in
            try await bench.repository(["a": "1"])
            try await bench.run("git", "clone", "-q", "origin", "other")
            try await bench.run(
                "git", "-c", "protocol.file.allow=always", "submodule", "add", "-q",
                "\(bench.folder)/other", "sub", in: "origin")
            try await bench.run("git", "commit", "-qm", "sub", in: "origin")
            _ = try await bench.sync(git(bench, rest: "    skipInitSubmodules: true\n"))
            #expect(!bench.exists("vendor/x/sub/a"))
            // A submodule's local path is not taken unless the user's settings allow it.
            await #expect(throws: Diagnostic.self) { try await bench.sync(git(bench)) }
        }
    }

    @Test("a title of several lines, and an unknown secret, are handled")
    func titles() async throws {
        try await Workbench.with { bench in
            try await bench.repository(["a": "1"])
            try await bench.commit(["a": "2"], "title\n\nbody")
            let outcome = try await bench.sync(git(bench))
            #expect(outcome.lock.text.contains("commitTitle: title...\n"))
            await #expect(throws: Diagnostic.self) {
                try await bench.sync(git(bench, rest: "    secretRef: {name: zz}\n"))
            }
        }
    }

    @Test("mercurial contents are fetched, where hg is installed")
    func mercurial() async throws {
        guard Places.find("hg") != nil else { return print("not run: hg is not installed") }
        try await Workbench.with { bench in
            try await bench.run("hg", "init", "source")
            try bench.write("1", to: "source/a")
            try await bench.run("hg", "commit", "-A", "-m", "first change", "-u", "t", in: "source")
            let outcome = try await bench.sync(
                "- path: h\n  hg: {url: \(bench.folder)/source, ref: tip}\n")
            #expect(try bench.files("vendor") == ["h/a"])
            guard case .hg(let sha, let title) = outcome.lock.content("h", in: bench.vendor)?.fact
            else {
                Issue.record("not hg")
                return
            }
            #expect(sha.count == 40)
            #expect(title == "first change")
        }
    }
}
