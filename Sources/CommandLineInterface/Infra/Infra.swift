import ArgumentParser

/// Terraform and OpenTofu; one file for each subcommand.
struct Infra: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Keep Terraform or OpenTofu in agreement with what was moved.",
        discussion: """
            inspect and guard only look. No command here edits a state: what a person reviews is a \
            change of the configuration, and a plan on a copy of the state that proves it.
            """,
        subcommands: [Guard.self, Inspect.self])
}
