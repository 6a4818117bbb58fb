package import ArgumentParser

/// The list of commands, and nothing else.
package struct Apus: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "apus",
        abstract: "Keeps the infrastructure of a small platform team in the air while it changes.",
        version: "0.1.0",
        subcommands: [Render.self])

    package init() {}

    /// The one place where the process ends on its own account.
    package static func start() async {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            exit(withError: error)
        }
    }
}
