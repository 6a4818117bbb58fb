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
        name: [.customShort("f"), .customLong("file")],
        help: "The migration file. (default: migration.yaml; see apus config)")
    var fileFlag: String?

    @Option(
        name: .customLong("output"),
        help: "text for people, json for one object, jsonl for one object a line. (default: text)")
    var outputFlag: OutputFormat?

    @Option(
        name: .customLong("state-dir"),
        help: "Where reports are kept. (default: $XDG_STATE_HOME/apus/<migration>)")
    var stateDirFlag: String?

    var file: String { setting(.migrationFile, fileFlag) ?? "migration.yaml" }
    var stateDir: String? { setting(.stateDir, stateDirFlag) }
    var output: OutputFormat {
        outputFlag ?? setting(.output, nil).flatMap(OutputFormat.init) ?? .text
    }

    /// A settings file that cannot be read is complained about by ``read()``, before anything else.
    private func setting(_ setting: Setting, _ flag: String?) -> String? {
        (try? OperatorSettings.load())?.resolve(setting, flag: flag).value ?? flag
    }

    func read() throws -> MigrationFile {
        let (format, origin) = try OperatorSettings.load().resolve(
            .output, flag: outputFlag?.rawValue)
        guard format.flatMap(OutputFormat.init) != nil else {
            throw Diagnostic(
                .error, .fileWrongType, "output cannot be \"\(format ?? "")\" (\(origin))",
                hint: "Say text, json or jsonl; apus config --show-origin shows who said what.")
        }
        return try Self.read(file)
    }

    static func read(_ file: String) throws -> MigrationFile {
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
        _ command: String, locked: Bool, _ body: (MigrationRunner) async throws -> Answer
    ) async throws -> Answer {
        let original = try read()
        let folder = folder(for: original)
        let file = try await ServerOutputs.resolve(original, folder)
        let printer = ProgressPrinter(format: output, migration: file.name)
        defer { printer.end() }
        let recorder = ReportRecorder(
            .read(folder, migration: file.name), passingOnTo: printer)
        let context = try await MigrationContext.open(
            file, folder: folder, progress: recorder, onlyReads: !locked)
        let lock = locked ? try await OperatorLock.take(context) : nil
        let runner = MigrationRunner(
            context, recorder: recorder, lock: lock, keeper: locked ? keeperCommand : nil)
        let result: Result<Answer, any Error>
        do {
            result = .success(
                locked ? try await recorded(command, runner, body) : try await body(runner))
        } catch {
            result = .failure(error)
        }
        recorder.write(in: folder)
        await lock?.release()
        await context.close()
        return try result.get()
    }

    /// From here on the servers of the migration are these, whatever outputs say later.
    func rememberServers(_ runner: MigrationRunner) {
        guard let file = try? read() else { return }
        ServerOutputs.remember(runner.context.file, readFrom: file, in: runner.context.folder)
    }

    /// A command that changes something is watched, and the report says who ran it.
    private func recorded<Answer>(
        _ command: String, _ runner: MigrationRunner,
        _ body: (MigrationRunner) async throws -> Answer
    ) async throws -> Answer {
        runner.recorder.begin(.now(command), in: runner.context.folder)
        do {
            let answer = try await runner.watched { try await body(runner) }
            runner.recorder.endRun("done")
            return answer
        } catch {
            runner.recorder.endRun(outcome(of: error))
            throw error
        }
    }

    private func outcome(of error: any Error) -> String {
        switch error {
        case let diagnostic as Diagnostic: diagnostic.message
        case PostgresError.cancelled, is CancellationError: "interrupted"
        case let code as ExitCode: "exit status \(code.rawValue)"
        default: "\(error)"
        }
    }

    /// How this program is told to stand guard over an attempt.
    var guardCommand: @Sendable (Attempt) -> CompanionCommand {
        let common = companionArguments
        return { attempt in
            let own = [
                "--attempt", "\(attempt.number)", "--origin", attempt.origin.rawValue, "--program",
                "\(getpid())",
            ]
            return CompanionCommand(program: Self.itself, arguments: ["guard"] + common + own)
        }
    }

    /// How this program is told to keep the copy's snapshots.
    var keeperCommand: CompanionCommand {
        CompanionCommand(program: Self.itself, arguments: ["keep-snapshots"] + companionArguments)
    }

    private static let itself = "/proc/self/exe"

    private var companionArguments: [String] {
        ["--file", file] + (stateDir.map { ["--state-dir", $0] } ?? [])
    }
}

extension CommandRun {
    static func now(_ command: String) -> CommandRun {
        CommandRun(
            command: command, user: NSUserName(), host: ProcessInfo.processInfo.hostName,
            version: Apus.configuration.version, began: Date().timeIntervalSince1970)
    }
}
