package import FleetCore
import Diagnostics
import Foundation

/// What would change in one repository.
package struct ConsumerPlan: Sendable, Encodable {
    package var repository: String
    package var writes: [String]
    package var removals: [String]
    package var notes: [ConsumerChange.Note]
    /// As `git diff` shows it, without the lock file.
    package var difference: String
    /// Why there is no plan for it.
    package var problem: String?
}

/// How a repository's checks went with the proposed files.
package struct ConsumerTest: Sendable, Encodable {
    package enum Verdict: String, Sendable, Encodable { case passed, failed, noCheck = "no_check" }

    package var repository: String
    package var verdict: Verdict
    /// The command that failed.
    package var command: String?
    /// The end of what it said.
    package var output: String?
}

extension FleetRun {
    /// What would change where, at the run's commit, whatever the waves say. Reads the
    /// repositories with git and asks no forge for requests.
    package func plan(_ consumers: [Consumer]) async throws -> [ConsumerPlan] {
        let plans = try await forEach(consumers) { consumer in
            do {
                return try await plan(consumer)
            } catch let error where !(error is CancellationError) {
                return ConsumerPlan(
                    repository: consumer.name, writes: [], removals: [], notes: [], difference: "",
                    problem: Self.words(error))
            }
        }
        try await renderer.save()
        return plans
    }

    private func plan(_ consumer: Consumer) async throws -> ConsumerPlan {
        let (repository, look) = try await proposal(consumer)
        let change = look.baseChange
        var difference = ""
        if change.isNeeded {
            difference = try await repository.git.difference(
                look.view.baseCommit, try await repository.proposedTree(look),
                without: ConsumerLock.path(fleet: fleet.name))
        }
        return ConsumerPlan(
            repository: consumer.name, writes: change.writes.keys.sorted(),
            removals: change.removals.sorted(), notes: change.notes, difference: difference)
    }

    /// The repository and what it lacks of the run's commit.
    private func proposal(
        _ consumer: Consumer
    ) async throws -> (ConsumerRepository, ConsumerLook) {
        let repository = try await repository(consumer)
        let desired = try await renderer.desired(consumer, at: head)
        let heads = try await heads(repository)
        // The branch is of no interest here.
        let base = Git.RemoteHeads(
            base: heads.base, baseCommit: heads.baseCommit, branchCommit: nil)
        return (repository, try await repository.look(base, desired, head))
    }

    /// Runs each repository's own checks on the files it would have.
    ///
    /// - Parameter sandbox: where the commands run.
    package func test(_ consumers: [Consumer], in sandbox: Sandbox) async throws -> [ConsumerTest] {
        let tests = try await forEach(consumers) { consumer in
            do {
                return try await test(consumer, sandbox)
            } catch let error where !(error is CancellationError) {
                return ConsumerTest(
                    repository: consumer.name, verdict: .failed, output: Self.words(error))
            }
        }
        try await renderer.save()
        return tests
    }

    private func test(_ consumer: Consumer, _ sandbox: Sandbox) async throws -> ConsumerTest {
        let (repository, look) = try await proposal(consumer)
        let commands =
            consumer.features.compactMap { fleet.features[$0]?.check }
            + [consumer.check].compactMap { $0 }
        guard !commands.isEmpty else {
            return ConsumerTest(repository: consumer.name, verdict: .noCheck)
        }
        let folder = NSTemporaryDirectory() + "/apus-check-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await repository.git.checkOut(try await repository.proposedTree(look), into: folder)
        for command in commands {
            let (status, output) = try await sandbox.run(
                command, in: folder, seconds: fleet.limits.checkSeconds)
            guard status == 0 else {
                return ConsumerTest(
                    repository: consumer.name, verdict: .failed, command: command,
                    output: String(output.suffix(4000)))
            }
        }
        return ConsumerTest(repository: consumer.name, verdict: .passed)
    }

    private static func words(_ error: any Error) -> String {
        if let problems = error as? FleetProblems {
            return problems.diagnostics.map(\.message).joined(separator: "; ")
        }
        guard let diagnostic = error as? Diagnostic else { return "\(error)" }
        return [diagnostic.message, diagnostic.detail].compactMap { $0 }.joined(separator: ": ")
    }
}

extension Git {
    /// Writes the files of a tree into a new folder.
    func checkOut(_ tree: String, into folder: String) async throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let index = NSTemporaryDirectory() + "/apus-index-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: index) }
        let environment = ["GIT_INDEX_FILE": index]
        try await run(["read-tree", tree], environment: environment)
        try await run(
            ["--work-tree", folder, "checkout-index", "--all", "--force"], environment: environment)
    }
}
