package import ArgumentParser

/// The list of commands, and nothing else.
package struct Apus: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "apus",
        abstract: "Keeps the infrastructure of a small platform team in the air while it changes.",
        version: "0.1.0",
        subcommands: [
            Migrate.self, Infra.self, FleetCommand.self, Vendor.self, Render.self,
            ConfigCommand.self, DemoCommand.self, GuardCommand.self,
            KeepSnapshots.self,
        ])

    package init() {}
}
