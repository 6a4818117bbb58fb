import Diagnostics
import Foundation
import Testing
import VendorCore

@testable import VendorFetch

/// Goal: an update takes edits along, and says where they collide.
/// Method: a source that moves under edits made here.
@Suite(.timeLimit(.minutes(15)))
struct UpdateTests {
    private func contents(_ bench: Workbench) -> String {
        "- path: x\n  git: {url: \(bench.folder)/origin, ref: origin/main}\n"
    }

    private static let lines = (1...9).map { "line \($0)\n" }

    private func text(_ changes: [Int: String] = [:]) -> String {
        Self.lines.enumerated().map { changes[$0 + 1].map { $0 + "\n" } ?? $1 }.joined()
    }

    @Test("edits in other lines go along, without markers")
    func merges() async throws {
        try await Workbench.with { bench in
            try await bench.repository(["a": text(), "b": "1", "c": "1"])
            let first = try await bench.sync(contents(bench))
            try bench.write(text([1: "mine"]), to: "vendor/x/a")
            try bench.write("own", to: "vendor/x/new")
            try Disk.remove("\(bench.vendor)/x/c")
            try await bench.commit(["a": text([9: "theirs"]), "b": "2"], "second")
            let outcome = try await bench.update(contents(bench), first.lock)
            #expect(outcome.conflicts.isEmpty)
            #expect(outcome.lock != first.lock)
            #expect(try bench.read("vendor/x/a") == text([1: "mine", 9: "theirs"]))
            #expect(try bench.read("vendor/x/b") == "2")
            #expect(try bench.read("vendor/x/new") == "own")
            #expect(!bench.exists("vendor/x/c"))
        }
    }

    @Test("edits of the same lines are marked, and nothing is lost")
    func collides() async throws {
        try await Workbench.with { bench in
            try await bench.repository(["a": text(), "gone": "1"])
            let first = try await bench.sync(contents(bench))
            try bench.write(text([5: "mine"]), to: "vendor/x/a")
            try bench.write("edited", to: "vendor/x/gone")
            try await bench.run("git", "rm", "-q", "gone", in: "origin")
            try await bench.commit(["a": text([5: "theirs"])], "second")
            let outcome = try await bench.update(contents(bench), first.lock)
            #expect(outcome.conflicts == ["\(bench.vendor)/x/a", "\(bench.vendor)/x/gone"])
            let merged = try bench.read("vendor/x/a")
            for word in ["<<<<<<< edited here\nmine", "line 5", "theirs\n>>>>>>> from the source"] {
                #expect(merged.contains(word))
            }
            #expect(try bench.read("vendor/x/gone") == "edited")
        }
    }

    @Test("edits stay when nothing moved, and the folder is not touched")
    func nothingMoved() async throws {
        try await Workbench.with { bench in
            try await bench.repository(["a": "1"])
            let first = try await bench.sync(contents(bench))
            try bench.write("edited", to: "vendor/x/a")
            let outcome = try await bench.update(contents(bench), first.lock)
            #expect(outcome.changed.isEmpty)
            #expect(outcome.lock == first.lock)
            #expect(try bench.read("vendor/x/a") == "edited")
        }
    }

    @Test("status counts the commits behind, and those that touch what is vendored")
    func distance() async throws {
        try await Workbench.with { bench in
            try await bench.repository(["a/1": "1", "b/1": "1"])
            let some = contents(bench) + "  includePaths: [a/*]\n"
            let first = try await bench.sync(some)
            try await bench.commit(["b/1": "2"], "elsewhere")
            try await bench.commit(["a/1": "2"], "here, too")
            let resources = try bench.resources(some)
            let session = try bench.session(resources)
            defer { session.staging.remove() }
            let content = resources.configuration.directories[0].contents[0]
            let locked = try #require(first.lock.content("x", in: bench.vendor))
            let distance = try await session.distance(content, locked: locked)
            #expect(distance?.behind == 2)
            #expect(distance?.touching.map(\.title) == ["here, too"])
        }
    }

    @Test("edits are named and shown as a diff, with and without digests")
    func edits() async throws {
        try await Workbench.with { bench in
            try await bench.repository(["a": "1\n", "b": "1\n"])
            let first = try await bench.sync(contents(bench))
            try bench.write("edited\n", to: "vendor/x/a")
            let resources = try bench.resources(contents(bench))
            let session = try bench.session(resources)
            defer { session.staging.remove() }
            let directory = resources.configuration.directories[0]
            for digests in [DigestLock(contents: first.digests), nil] {
                let edits = LocalEdits(session: session, lock: first.lock, digests: digests)
                let found = try await edits.find(directory.contents[0], of: directory)
                #expect(found == ["a": .changed])
                let diff = try await edits.diff(directory.contents[0], of: directory)
                #expect(diff.contains("\(bench.vendor)/x/a\n@@ -1 +1 @@\n"))
                #expect(diff.contains("-1\n+edited\n"))
            }
        }
    }
}
