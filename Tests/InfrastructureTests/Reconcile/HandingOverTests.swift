import Diagnostics
import Foundation
import Testing

@testable import Infrastructure

/// Goal: a patch and a branch carry exactly the planned bytes, and nothing of a person's work.
/// Method: git itself applies and reads them.
@Suite("Handing a change set over", .enabled(if: hasGit, "not run: git is not installed"))
struct HandingOverTests {
    private let before = "a = 1\nb = 2\r\nc = 3\nd = 4\ne = 5\nf = 6\ng = 7\nh = 8\nend"
    private let after = "a = 1\nb = 3\r\nc = 3\nd = 4\ne = 5\nf = 6\ng = 7\nnew = 1\nh = 9"

    private var changes: [ReconcilePlan.FileChange] {
        [
            .init(name: "main.tf", before: Array(before.utf8), after: Array(after.utf8)),
            .init(name: "moves.tf", before: nil, after: Array("moved {\n}\n".utf8)),
        ]
    }

    @Test("git applies the patch, and the files are the planned ones")
    func patch() async throws {
        try await inRepository { folder in
            let bytes = changes.flatMap {
                UnifiedDiff.bytes("live/\($0.name)", from: $0.before, to: $0.after)
            }
            try folder.write(Data(bytes), to: "x.patch")
            try git(folder, "apply", "--whitespace=nowarn", "x.patch")
            #expect(try text(folder, "live/main.tf") == after)
            #expect(try text(folder, "live/moves.tf") == "moved {\n}\n")
        }
    }

    @Test("texts of any kind survive the way through a patch")
    func anyTexts() async throws {
        try await inRepository { folder in
            var dice = 88_172_645_463_325_252 as UInt64
            func below(_ limit: UInt64) -> UInt64 {
                dice ^= dice << 13
                dice ^= dice >> 7
                dice ^= dice << 17
                return dice % limit
            }
            func lines() -> String {
                (0..<below(30)).map { _ in "\(below(4))\(below(3) == 0 ? "\r" : "")" }
                    .joined(separator: "\n") + (below(2) == 0 ? "\n" : "")
            }
            var patch: [UInt8] = []
            var wanted: [String: String] = [:]
            for index in 0..<60 {
                let (old, new) = (lines(), lines())
                try folder.write(Data(old.utf8), to: "f\(index)")
                wanted["f\(index)"] = new
                patch += UnifiedDiff.bytes("f\(index)", from: Array(old.utf8), to: Array(new.utf8))
            }
            try folder.write(Data(patch), to: "x.patch")
            try git(folder, "apply", "--whitespace=nowarn", "x.patch")
            for (name, new) in wanted
            where FileManager.default.fileExists(atPath: folder.file(name)) {
                #expect(try text(folder, name) == new)
            }
        }
    }

    @Test("makes a branch once, and touches neither files nor index")
    func branch() async throws {
        try await inRepository { folder in
            let repository = try #require(
                await GitRepository.containing(folder.file("live")))
            #expect(repository.prefix == "live/")
            let commit = try await repository.commit(changes, on: "moved", message: "Move")
            #expect(try await repository.commit(changes, on: "moved", message: "Move") == commit)
            #expect(try git(folder, "show", "moved:live/main.tf") == after)
            #expect(try git(folder, "status", "--porcelain") == "")
            #expect(try git(folder, "rev-parse", "moved^") == git(folder, "rev-parse", "HEAD"))

            let other = [changes[1]]
            await #expect(throws: Diagnostic.self) {
                try await repository.commit(other, on: "moved", message: "Move")
            }
            // What was read was not committed.
            let edited = [
                ReconcilePlan.FileChange(
                    name: "main.tf", before: Array("x".utf8), after: Array(after.utf8))
            ]
            await #expect(throws: Diagnostic.self) {
                try await repository.commit(edited, on: "second", message: "Move")
            }
        }
    }

    private func inRepository(_ body: (PrivateFolder) async throws -> Void) async throws {
        try await PrivateFolder.with { folder in
            try folder.write(Data(before.utf8), to: "live/main.tf")
            try git(folder, "init", "-q")
            try git(folder, "config", "user.name", "Test")
            try git(folder, "config", "user.email", "test@example.org")
            try git(folder, "config", "core.autocrlf", "false")
            try git(folder, "add", ".")
            try git(folder, "commit", "-q", "-m", "first")
            try await body(folder)
        }
    }

    private func text(_ folder: PrivateFolder, _ name: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: folder.file(name))), as: UTF8.self)
    }

    @discardableResult
    private func git(_ folder: PrivateFolder, _ arguments: String...) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["git", "-C", folder.path] + arguments
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "git \(arguments)")
        let text = String(decoding: bytes, as: UTF8.self)
        return arguments[0] == "show" ? text : text.trimmingCharacters(in: .newlines)
    }
}

private let hasGit = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    .contains { FileManager.default.isExecutableFile(atPath: "\($0)/git") }
