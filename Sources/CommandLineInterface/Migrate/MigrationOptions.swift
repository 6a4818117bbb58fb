import ArgumentParser
import Diagnostics
import Foundation
import MigrationCore
import MigrationEngine
import PostgresClient

enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json, jsonl
}

/// What every command about one migration takes.
struct MigrationOptions: ParsableArguments {
    @Option(
        name: [.customShort("f"), .long],
        help: "The migration file. (environment: APUS_MIGRATION_FILE)")
    var file: String =
        ProcessInfo.processInfo.environment["APUS_MIGRATION_FILE"] ?? "migration.yaml"

    @Option(help: "text for people, json for one object, jsonl for one object a line.")
    var output: OutputFormat = .text

    @Option(help: "Where reports are kept. (default: $XDG_STATE_HOME/apus/<migration>)")
    var stateDir: String?

    func read() throws -> MigrationFile {
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
            throw Diagnostic(
                .error, "file.unreadable", "could not read the migration file \(file)",
                hint: "Name it with --file, or write one with apus migrate init.")
        }
        let (migration, diagnostics) = MigrationFile.read(text, file: file)
        guard let migration else {
            for diagnostic in diagnostics.dropLast() { printError(diagnostic.description) }
            throw diagnostics.last
                ?? Diagnostic(.error, .fileNotYAML, "\(file) is not a migration file")
        }
        return migration
    }

    func folder(for migration: MigrationFile) -> StateFolder {
        stateDir.map { StateFolder(path: $0) } ?? .standard(for: migration.name)
    }

    /// Opens the migration, runs a command on it, and writes the report whatever happened.
    ///
    /// - Parameter locked: whether the command changes something, so that a second operator has
    ///   to wait.
    func withRunner<Answer: Sendable>(
        locked: Bool, _ body: (MigrationRunner) async throws -> Answer
    ) async throws -> Answer {
        let file = try await ServerOutputs.resolve(read())
        let folder = folder(for: file)
        let printer = ProgressPrinter(format: output, migration: file.name)
        defer { printer.end() }
        let recorder = ReportRecorder(
            .read(folder, migration: file.name), passingOnTo: printer)
        let context = try await MigrationContext.open(
            file, folder: folder, progress: recorder, onlyReads: !locked)
        let lock = locked ? try await OperatorLock.take(context) : nil
        let result: Result<Answer, any Error>
        do {
            let runner = MigrationRunner(context, recorder: recorder, lock: lock)
            result = .success(try await body(runner))
        } catch {
            result = .failure(error)
        }
        try? recorder.current.write(folder)
        await lock?.release()
        await context.close()
        return try result.get()
    }

    /// How this program is told to stand guard over an attempt.
    var guardCommand: @Sendable (Attempt) -> (program: String, arguments: [String]) {
        let file = file
        let stateDir = stateDir
        return { attempt in
            var arguments = [
                "guard", "--file", file, "--attempt", "\(attempt.number)", "--origin",
                attempt.origin.rawValue, "--program", "\(getpid())",
            ]
            if let stateDir { arguments += ["--state-dir", stateDir] }
            return ("/proc/self/exe", arguments)
        }
    }
}
