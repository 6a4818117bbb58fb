import ArgumentParser
import Diagnostics
import Foundation
import Infrastructure
import MigrationCore
import MigrationEngine

extension Infra {
    /// The whole way as one command: what a person does beside it is one review.
    struct Move: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prepare, move, switch over, reconcile and finish: one review, one command.",
            discussion: """
                Writes the change before the move and the one after it on one branch, to be reviewed \
                together. Once it is merged and applied, this command goes on by itself: preflight, \
                copy, switchover, the files as they were reviewed, the state as it was proven, and, \
                with --finish-after, the end of the way back.

                  apus infra move live --remote origin --apply --finish-after 1d

                It says what it waits for, and can be killed and run again at any time: with --no-wait \
                it ends there with status 75, for a pipeline that runs it again. Exit status 3 means \
                that a proof or preflight refused, and 4 that the switchover was abandoned and the \
                source serves.
                """)

        @OptionGroup var options: RelocationOptions

        @Flag(
            help: "Apply what was merged, if the plan is what was reviewed. (default: wait for it)")
        var apply = false

        @Option(help: "Push the branch there, and bring here what is merged there.")
        var remote: String?

        @Option(
            help: "End the way back so long after the switchover: 0s, 90m, 1d. (default: never)")
        var finishAfter: String?

        @Flag(help: "End with status 75 where something has to be waited for.")
        var noWait = false

        @Option(help: "Where the migration's reports are kept.")
        var stateDir: String?

        func validate() throws {
            if let finishAfter, Duration(parsing: finishAfter) == nil {
                throw ValidationError("--finish-after takes a time such as 0s, 90m or 1d.")
            }
        }

        func run() async throws {
            let stage = try await MoveStage(self)
            var said: MoveStep?
            while true {
                let look = try await stage.look()
                let step = MoveStep.next(look.seen, applies: apply)
                if try await stage.perform(step, look, isNew: step != said) { return }
                said = step
            }
        }
    }
}
