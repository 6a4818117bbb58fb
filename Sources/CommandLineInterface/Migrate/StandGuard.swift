import ArgumentParser
import MigrationCore
import MigrationEngine

extension Migrate {
    /// Settles what a switchover left open when its program and its own guard ended together.
    struct Guard: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Stand by elsewhere, in case a switchover dies with all its processes.",
            discussion: """
                A switchover starts a guard of its own, which lets clients go on when the program \
                dies. Where both can end at once, with a container, a service or a machine, run \
                this one where it stays: it needs the migration file, and the right to write \
                the pooler's. It asks both servers five times a second and ends with the migration.
                """)

        @OptionGroup var options: MigrationOptions

        /// Keeps no report: what it read when it began would be written over the newer one.
        func run() async throws {
            let original = try options.read()
            let folder = options.folder(for: original)
            let file = try await ServerOutputs.resolve(original, folder)
            let printer = ProgressPrinter(format: options.output, migration: file.name)
            defer { printer.end() }
            let context = try await MigrationContext.open(
                file, folder: folder, progress: printer, onlyReads: true)
            printer.report(.note("standing guard"))
            try await StandingGuard(context).stand()
            printer.report(.note("the migration has ended: nothing is left to guard"))
            await context.close()
        }
    }
}
