import Diagnostics
package import MigrationCore
import PostgresClient

/// Keeps the copy's snapshots beyond the program's own death, in a process of its own, so that what was
/// copied need not be copied again.
struct SnapshotKeeper: Sendable {
    private let process: CompanionProcess

    static let purpose = "keeper"

    /// - Returns: nil where none is wanted, or none can be had: the copy goes on, and starts over if it is
    ///   killed.
    static func start(
        _ command: CompanionCommand?, _ context: MigrationContext
    ) async -> SnapshotKeeper? {
        guard let command, context.file.limits.snapshotGrace > .zero else { return nil }
        guard context.databases.count <= context.file.limits.keptSnapshots else {
            complain("source_connections leaves no room for it", context)
            return nil
        }
        let process = CompanionProcess(command, complains: false)
        do {
            guard let words = try await process.start(timeout: .seconds(15)) else {
                return SnapshotKeeper(process: process)
            }
            complain(words.isEmpty ? "the process that would keep them ended" : words, context)
        } catch {
            complain("\(error)", context)
        }
        return nil
    }

    private static func complain(_ words: String, _ context: MigrationContext) {
        context.progress.report(
            .note("the copy starts over if it is killed, its snapshots are not kept: \(words)")
        )
    }

    func dismiss() async {
        await process.send("done")
        await process.waitUntilExit()
    }
}

/// What the keeper does: takes the snapshots that the journal names, names its own there, and waits.
package struct KeeperDuty: Sendable {
    let context: MigrationContext

    package static func open(
        _ file: MigrationFile, folder: StateFolder
    ) async throws -> KeeperDuty {
        KeeperDuty(
            context: try await .open(
                file, folder: folder, progress: SilentProgress(), onlyReads: true,
                purpose: SnapshotKeeper.purpose))
    }

    package func stand() async throws {
        CompanionDuty.leaveTerminal()
        let kept = KeptSnapshots(context: context)
        let epoch = try await context.journal(.source).entries().latest(.epoch) ?? ""
        guard let holds = try await kept.open(of: epoch, purpose: SnapshotKeeper.purpose) else {
            throw Diagnostic(
                .error, "copy.snapshot-gone", "there is no snapshot to keep",
                hint: "apus migrate run starts the copy.")
        }
        try await kept.record(holds.map { ($0.database, $0.snapshot) }, of: epoch)
        // Whoever only waits needs no other sessions.
        await context.close()
        CompanionDuty.sayReady()
        // A word of the operating system's to end is heeded once the program is gone.
        if await !CompanionDuty.waitForWord() { await outlive(holds, of: epoch) }
        await KeptSnapshots.close(holds)
    }

    /// Until the time is over, nobody wants them any more, a later run's keeper has taken over, or a session
    /// ended and its snapshot with it.
    private func outlive(_ holds: [KeptSnapshots.Hold], of epoch: String) async {
        let own = Dictionary(uniqueKeysWithValues: holds.map { ($0.database, $0.snapshot) })
        let start = ContinuousClock.now
        while ContinuousClock.now - start < context.file.limits.snapshotGrace {
            for hold in holds {
                guard (try? await hold.connection.query("SELECT 1", timeout: .seconds(10))) != nil
                else { return }
            }
            guard await areWanted(own, of: epoch) else { return }
            try? await Task.sleep(for: .seconds(1))
        }
    }

    /// A server that has no session free to answer says nothing against them.
    private func areWanted(_ own: [String: String], of epoch: String) async -> Bool {
        do {
            return try await KeptSnapshots(context: context).names(of: epoch) == own
        } catch {
            return (error as? PostgresError)?.mayPass ?? false
        }
    }
}
