package import ArgumentParser

/// Moves a live PostgreSQL database; one file for each subcommand.
package struct Migrate: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        abstract: "Move a live PostgreSQL database to another server or major version.",
        discussion: """
            A migration is described by one file. Every command can be killed and run again.

              init → preflight → run → switch-over → (switch-back → switch-over …) → finish

            The cutover is called switch-over here.
            """,
        subcommands: [
            Init.self, Preflight.self, Run.self, Status.self, Verify.self, SwitchOver.self,
            SwitchBack.self,
            Guard.self, Finish.self, Abort.self, AcceptSchema.self, Report.self, Tune.self,
        ])

    package init() {}
}
