import ArgumentParser
import MigrationCore
import MigrationEngine

/// The guard process of a switchover; started by the program, never by a person.
struct GuardCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "guard", abstract: "Stand guard over a switchover.", shouldDisplay: false)

    @OptionGroup var options: MigrationOptions
    @Option var attempt: Int
    @Option var origin: Side
    @Option var program: Int32

    func run() async throws {
        let original = try options.read()
        let file = try await ServerOutputs.resolve(original, options.folder(for: original))
        let context = try await MigrationContext.open(
            file, folder: options.folder(for: file), progress: SilentProgress())
        let duty = GuardDuty(
            context, Attempt(number: attempt, origin: origin),
            gate: try context.makeGate(serving: origin), program: program)
        if case .settled(let settlement) = try await duty.stand() {
            printError(
                "the program that held traffic is gone: its attempt was \(settlement.words)"
                    + "\n  hint: apus migrate run goes on.")
        }
    }
}

extension Side: ExpressibleByArgument {}
