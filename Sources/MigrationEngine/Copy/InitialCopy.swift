import Diagnostics
import MigrationCore
import PostgresCatalog
import PostgresClient

/// Reads every row of every database under one snapshot each, while indexes are built behind it.
///
/// The snapshots outlive this process for a while: killed before the end, the copy goes on with the
/// tables that are missing. Once they are gone it starts over, and the run that follows says so.
struct InitialCopy {
    let context: MigrationContext
    let programs: ClientPrograms
    /// By which a process is told to keep the snapshots; nil keeps none.
    let keeper: CompanionCommand?

    func perform() async throws -> CopyProgress {
        context.progress.report(.phase("prepare"))
        let resumed = try await goOn()
        let beginning = if let resumed { resumed } else { try await begin() }
        // Its start takes as long as some of the preparation.
        let keeping = Task { [keeper, context] in await SnapshotKeeper.start(keeper, context) }
        do {
            let total = try await copy(beginning, keeping)
            await keeping.value?.dismiss()
            try await KeptSnapshots(context: context).forget()
            return total
        } catch {
            await give(up: await keeping.value, beginning.epoch, after: error)
            throw error
        }
    }

    /// Where no keeper came about, one of an earlier run may still have the snapshots: only what cannot be
    /// gone on with is crossed out.
    private func give(
        up keeper: SnapshotKeeper?, _ epoch: String, after error: any Error
    ) async {
        guard mayGoOn(behind: error), await isStillWanted(epoch) else {
            await keeper?.dismiss()
            try? await KeptSnapshots(context: context).forget()
            return
        }
        guard keeper != nil else { return }
        let grace = context.file.limits.snapshotGrace.readable
        context.progress.report(
            .note("what is copied so far is good for \(grace): apus migrate run goes on"))
    }

    /// Not when the slot was given up meanwhile; asked outside of a task that was told to end.
    private func isStillWanted(_ epoch: String) async -> Bool {
        let kept = KeptSnapshots(context: context)
        let names = await Task { try? await kept.names(of: epoch) }.value
        return names.map { !$0.isEmpty } ?? true
    }

    private struct Beginning {
        var epoch: String
        var slots: [SnapshotSlot]
        /// An earlier run copied some of it.
        var isResumed = false
    }

    private func begin() async throws -> Beginning {
        // What an earlier copy left was read under another snapshot.
        try await Cleanup(context: context).clearTarget()
        try await CarryRoles(context: context).perform()
        let beginning = try await BeginReplication(context: context).perform()
        let epoch = beginning.slots.map(\.consistentPoint).joined(separator: ",")
        try await context.replace(.epoch, with: [epoch], on: .source)
        try await context.record(beginning.fingerprints, on: .source)
        try await KeptSnapshots(context: context).record(
            beginning.slots.map { ($0.database, $0.snapshot) }, of: epoch)
        return Beginning(epoch: epoch, slots: beginning.slots)
    }

    /// - Returns: nil where there is nothing to go on with.
    private func goOn() async throws -> Beginning? {
        let names = context.databases.map { context.link(Link(0), $0) }
        let slots = try await Observer(context).slots(.source)
        guard names.allSatisfy({ slots[$0] != nil }) else { return nil }
        let epoch = try await context.journal(.source).entries().latest(.epoch) ?? ""
        guard
            let holds = try await KeptSnapshots(context: context)
                .open(of: epoch, purpose: "snapshot")
        else {
            throw Diagnostic(
                .error, "copy.snapshot-gone",
                "the snapshot that the copy reads was given up a moment ago",
                hint: "Run apus migrate run again: it starts over.")
        }
        context.progress.report(.note("the copy goes on where it was"))
        let points = epoch.split(separator: ",").map(String.init)
        return Beginning(
            epoch: epoch,
            slots: zip(holds, points).map { hold, point in
                SnapshotSlot(
                    database: hold.database, connection: hold.connection, consistentPoint: point,
                    snapshot: hold.snapshot)
            }, isResumed: true)
    }

    private func copy(
        _ beginning: Beginning, _ keeping: Task<SnapshotKeeper?, Never>
    ) async throws -> CopyProgress {
        var total = CopyProgress()
        for slot in beginning.slots {
            total = try await DatabaseCopy(
                context: context, programs: programs, database: slot.database, slot: slot,
                epoch: beginning.epoch, keeping: keeping, isResumed: beginning.isResumed,
                before: total
            ).perform()
            await slot.connection.close()
        }
        try await context.record(.copied, beginning.epoch, on: .target)
        return total
    }
}
