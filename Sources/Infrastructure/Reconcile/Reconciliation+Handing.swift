import Diagnostics
package import Foundation

// The ways in which a change set reaches a team: as a patch, on a branch, as a script.
extension Reconciliation {
    /// The change of all files as `git apply` reads it.
    package func patch(_ plan: ReconcilePlan) async -> Data {
        let prefix = await GitRepository.containing(run.directory)?.prefix ?? ""
        return Data(
            plan.files.flatMap {
                UnifiedDiff.bytes("\(prefix)\($0.name)", from: $0.before, to: $0.after)
            })
    }

    /// Commits the change of all files on a branch of its own.
    ///
    /// - Returns: the commit.
    package func commit(_ plan: ReconcilePlan, on branch: String) async throws -> String {
        guard let repository = await GitRepository.containing(run.directory) else {
            throw Diagnostic(
                .error, .gitFailed, "\(run.directory) is in no git repository",
                hint: "Take --patch or --write instead of --branch.")
        }
        return try await repository.commit(plan.files, on: branch, message: message)
    }

    var message: String {
        let place = relocation.address ?? relocation.source
        return switch purpose {
        case .prepare:
            """
            Describe the server that \(relocation.name) moves to

            \(relocation.target) is like \(relocation.source), protected from its first minute. The
            plan on a copy of the state leaves everything that holds data in place.
            """
        case .reconcile:
            """
            Describe the server that \(relocation.name) was moved to

            What was at \(relocation.target) stands at \(place) now. The plan on a copy of the
            state leaves everything that holds data in place.
            """
        }
    }

    /// The state's part as a script; nil when there is none.
    package func script(_ proposal: Proposal) -> String? {
        guard let before = proposal.transaction?.before else { return nil }
        return ReconcileScript(
            name: relocation.name, tool: run.tool.kind.rawValue, directory: run.directory,
            commands: proposal.plan.commands, serial: before.serial, lineage: before.lineage,
            pending: relocation.target
        ).text
    }
}
