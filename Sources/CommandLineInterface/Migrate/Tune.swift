import ArgumentParser
import Diagnostics
import MigrationCore
import MigrationEngine

extension Migrate {
    /// Changes what a running migration may take of the source.
    struct Tune: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Change the throttle of a migration while it runs.",
            discussion: """
                A run on this machine takes it up within a second, and later runs keep to it. \
                `none` takes a limit away; what is not named stays. It asks no server.
                """)

        @OptionGroup var options: MigrationOptions

        @Option(name: [.long, .customLong("rate")], help: "Bytes a second over all jobs: 20MB.")
        var copyRate: String?

        @Option(help: "Statements a second that read rows of the source.")
        var statementRate: String?

        @Option(help: "The copy yields while a small write on the source takes longer: 20ms.")
        var latencyCeiling: String?

        @Option(help: "The copy yields while a replica of the source is further behind: 5s.")
        var replicaLag: String?

        @Flag(help: "Forget every order: what the migration file says holds again.")
        var reset = false

        func run() throws {
            let file = try options.read()
            let folder = options.folder(for: file)
            var order = ThrottleOrder()
            if reset {
                folder.remove(ThrottleWatch.file)
            } else {
                order =
                    folder.read(ThrottleWatch.file).flatMap { ThrottleOrder(reading: $0) } ?? order
            }
            try take(into: &order)
            if !order.values.isEmpty { try folder.write(order.text, to: ThrottleWatch.file) }
            let limits = order.applied(to: file.limits.throttle) ?? file.limits.throttle
            print("\(file.name): \(limits.summary)")
        }

        private func take(into order: inout ThrottleOrder) throws {
            let said: [(ThrottleOrder.Key, String?)] = [
                (.copyRate, copyRate), (.statementRate, statementRate),
                (.latencyCeiling, latencyCeiling), (.replicaLag, replicaLag),
            ]
            for case (let key, let value?) in said where !order.set(key, to: value) {
                throw Diagnostic(
                    .error, "tune.wrong-value", "\"\(value)\" is no value for \(key.rawValue)",
                    detail: "Nothing was changed.",
                    hint: "Rates are 20MB or 100 (a second), times are 20ms or 5s; none takes a "
                        + "limit away.")
            }
        }
    }
}
