import ArgumentParser

/// Terraform and OpenTofu; one file for each subcommand.
struct Infra: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Keep Terraform or OpenTofu in agreement with what was moved.",
        discussion: """
            inspect and guard only look. prepare and reconcile propose a change of the \
            configuration that a plan beside a copy of the state has proven; move carries both \
            and the migration between them through with one review. Only reconcile --apply and \
            move change a state, in one piece and with a backup beside it.
            """,
        subcommands: [Guard.self, Inspect.self, Prepare.self, Reconcile.self, Move.self])
}
