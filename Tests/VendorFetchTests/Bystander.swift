import Foundation
import Subprocess
import SystemPackage

/// A server that a test starts and that ends with it: it is told to by the end of its standard
/// input, or by a signal.
enum Bystander {
    /// Runs a program that prints its port in the first line, for as long as the body runs.
    static func serve<Answer: Sendable>(
        _ program: String, _ arguments: [String], _ body: @Sendable (Int) async throws -> Answer
    ) async throws -> Answer {
        try await run(program, arguments) { lines in
            for try await line in lines {
                if let port = Int(line.trimmingCharacters(in: .whitespacesAndNewlines)) {
                    return try await body(port)
                }
            }
            throw CocoaError(.featureUnsupported)
        }
    }

    /// Runs a program for as long as the body runs.
    static func accompany<Answer: Sendable>(
        _ program: String, _ arguments: [String], _ body: @Sendable () async throws -> Answer
    ) async throws -> Answer {
        try await run(program, arguments) { _ in try await body() }
    }

    private static func run<Answer: Sendable>(
        _ program: String, _ arguments: [String],
        _ body: @Sendable (AsyncThrowingStream<String, any Error>) async throws -> Answer
    ) async throws -> Answer {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        defer {
            try? input.fileHandleForWriting.close()
            process.terminate()
            process.waitUntilExit()
        }
        let stream = AsyncThrowingStream<String, any Error> { continuation in
            output.fileHandleForReading.readabilityHandler = { handle in
                let data = handle.availableData
                if data.isEmpty { continuation.finish() }
                for line in String(decoding: data, as: UTF8.self).split(separator: "\n") {
                    continuation.yield(String(line))
                }
            }
        }
        defer { output.fileHandleForReading.readabilityHandler = nil }
        return try await body(stream)
    }
}

/// The built program in a folder of its own, run as a person would.
struct ProgramBench: Sendable {
    let bench: Workbench
    var environment: [String: String] = [:]

    static let program = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: ".build/debug/apus").path()
    static let isBuilt = FileManager.default.isExecutableFile(atPath: program)

    struct Answer {
        let status: Int32
        let output: String
        let errors: String
    }

    /// Runs `apus vendor …` in the folder `work`, with a cache and a home of the bench's own.
    func vendor(_ arguments: String..., path: String? = nil) async throws -> Answer {
        try await vendor(arguments, path: path)
    }

    func vendor(_ arguments: [String], path: String? = nil) async throws -> Answer {
        try await run(Self.program, ["vendor"] + arguments, path)
    }

    /// Runs it under the name `vendir`.
    func vendir(_ arguments: String...) async throws -> Answer {
        let link = "\(bench.folder)/vendir"
        if !bench.exists("vendir") {
            try FileManager.default.createSymbolicLink(
                atPath: link, withDestinationPath: Self.program)
        }
        return try await run(link, arguments, nil)
    }

    private func run(
        _ program: String, _ arguments: [String], _ path: String?
    ) async throws -> Answer {
        var all = environment
        all["HOME"] = bench.folder
        all["VENDIR_CACHE_DIR"] = "\(bench.folder)/cache"
        all["GIT_CONFIG_NOSYSTEM"] = "1"
        all["PATH"] =
            path ?? "\(bench.folder)/bin:" + (ProcessInfo.processInfo.environment["PATH"] ?? "")
        let result = try await Subprocess.run(
            .path(FilePath(program)), arguments: Arguments(arguments),
            environment: .inherit.updating(
                all.reduce(into: [:]) { $0[Environment.Key(stringLiteral: $1.key)] = $1.value }),
            workingDirectory: FilePath("\(bench.folder)/work"), input: .none,
            output: .string(limit: 4 << 20), error: .string(limit: 4 << 20))
        let status: Int32
        switch result.terminationStatus {
        case .exited(let code): status = Int32(code)
        case .signaled(let signal): status = 128 + Int32(signal)
        }
        return Answer(
            status: status, output: result.standardOutput, errors: result.standardError)
    }

    /// Writes `work/vendir.yml` with contents below a directory `vendor`.
    func configure(_ contents: String, before: String = "") throws {
        let lines = contents.split(separator: "\n").map { "  \($0)\n" }.joined()
        try bench.write(
            before + "apiVersion: vendir.k14s.io/v1alpha1\nkind: Config\ndirectories:\n"
                + "- path: vendor\n  contents:\n" + lines, to: "work/vendir.yml")
    }

    /// A secret as a document before the configuration.
    static func secret(_ name: String, _ fields: [String: String]) -> String {
        let lines = fields.sorted { $0.key < $1.key }.map {
            "  \($0.key): \(Data($0.value.utf8).base64EncodedString())\n"
        }
        return "apiVersion: v1\nkind: Secret\nmetadata: {name: \(name)}\ndata:\n"
            + lines.joined() + "---\n"
    }
}
