import ArgumentParser
import MigrationEngine

/// The process that keeps a copy's snapshots; started by the program, never by a person.
struct KeepSnapshots: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keep-snapshots", abstract: "Keep the snapshots of a copy.",
        shouldDisplay: false)

    @OptionGroup var options: MigrationOptions

    func run() async throws {
        let original = try options.read()
        let folder = options.folder(for: original)
        let file = try await ServerOutputs.resolve(original, folder)
        do {
            try await KeeperDuty.open(file, folder: folder).stand()
        } catch {
            // Whoever started it reads its first line, and shows it.
            printLine("\(error)")
            throw error
        }
    }
}
