import ArgumentParser

/// `apus fleet`: one central repository keeps files of many others up to date.
struct FleetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fleet",
        abstract: "Carries shared files from one central repository to many others.",
        subcommands: [
            FleetStatus.self, FleetPlan.self, FleetTest.self, FleetSyncCommand.self,
            FleetAdopt.self,
        ])
}
