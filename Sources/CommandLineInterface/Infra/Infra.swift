import ArgumentParser

/// Terraform and OpenTofu; one file for each subcommand.
struct Infra: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Keep Terraform or OpenTofu in agreement with what was moved.",
        discussion: """
            inspect and guard only look. What a person reviews is a change of the configuration, \
            with a plan on a copy of the state that proves it; see docs/infrastructure.md.
            """,
        subcommands: [Guard.self, Inspect.self])
}
