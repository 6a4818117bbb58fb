import ArgumentParser
import Diagnostics
import MigrationCore
import MigrationEngine

extension Migrate {
    struct Finish: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "End the way back and remove everything that Apus made on both sides.",
            discussion: """
                The side that does not serve accepts logins again, as before the migration: stop \
                it, or leave its fence up with --keep-fence.
                """)

        @OptionGroup var options: MigrationOptions
        @Option(help: "The migration's name, because this cannot be undone.")
        var confirm: String
        @Flag(
            help:
                "Leave the roles of the side that does not serve without LOGIN; guards of tables go."
        )
        var keepFence = false

        func run() async throws {
            try await end("finish", options, confirm) { runner in
                try await EndMigration(runner.context).finish(
                    try await runner.observe(), keepFence: keepFence)
            }
            print("\(confirm) is finished: nothing of Apus is left on either server.")
        }
    }

    struct Abort: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give up before the switchover; both servers are as they were.")

        @OptionGroup var options: MigrationOptions
        @Option(help: "The migration's name, because the copy on the target is thrown away.")
        var confirm: String

        func run() async throws {
            try await end("abort", options, confirm) { runner in
                try await EndMigration(runner.context).abort(try await runner.observe())
            }
            print("\(confirm) is aborted: the source serves, and nothing of Apus is left.")
        }
    }

    struct AcceptSchema: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say that a changed schema was changed on both sides alike.",
            discussion: "Checks that the tables are the same, copies new ones, and has every row "
                + "compared again.")

        @OptionGroup var options: MigrationOptions

        func run() async throws {
            try await options.withRunner("accept-schema", locked: true) { runner in
                try await FollowSchema(runner).perform()
            }
            print("The schemas as they are now count as agreed.")
        }
    }
}

private func end(
    _ command: String, _ options: MigrationOptions, _ confirm: String,
    _ body: (MigrationRunner) async throws -> Void
) async throws {
    let name = try options.read().name
    guard confirm == name else {
        throw Diagnostic(
            .error, "usage.not-confirmed",
            "--confirm says \"\(confirm)\", the file says \"\(name)\"",
            hint: "If \(name) is meant: --confirm \(name)")
    }
    try await options.withRunner(command, locked: true) { runner in
        if try await !wasDone(command, runner) { try await body(runner) }
        ServerOutputs.forget(in: runner.context.folder)
    }
}

/// A command that was killed behind its very last effect left no journal to find: what this machine
/// recorded tells it from one that was never begun.
private func wasDone(_ command: String, _ runner: MigrationRunner) async throws -> Bool {
    guard try await !runner.observe().isBegun else { return false }
    let earlier = runner.recorder.current.runs.dropLast().last
    return earlier?.command == command && (earlier?.outcome == nil || earlier?.outcome == "done")
}
