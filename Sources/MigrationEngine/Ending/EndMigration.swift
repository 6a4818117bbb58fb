package import Diagnostics
import Foundation
package import MigrationCore

extension Diagnostic.Code {
    package static let abortTooLate: Self = "migration.abort-too-late"
    package static let nothingToEnd: Self = "migration.not-begun"
    package static let finished: Self = "migration.finished"
    package static let finishTooEarly: Self = "migration.finish-too-early"
}

/// Ends a migration, either way, and leaves both servers as if Apus had never been there.
package struct EndMigration: Sendable {
    let context: MigrationContext

    package init(_ context: MigrationContext) { self.context = context }

    /// Which side serves since this migration was finished, for whoever runs it once more.
    private static let finishedRecord = "finished"

    /// Whether this machine finished the migration.
    package static func isFinished(_ folder: StateFolder) -> Bool { folder.holds(finishedRecord) }

    /// A finished migration that is begun anew would take the server that serves for an empty one.
    package func refuseFinished() throws {
        guard let serving = context.folder.read(Self.finishedRecord) else { return }
        throw Diagnostic(
            .error, .finished,
            "the migration \"\(context.file.name)\" was finished: the "
                + "\(serving.trimmingCharacters(in: .whitespacesAndNewlines)) serves",
            detail: "Its records are in \(context.folder.path).",
            hint: "Another migration needs another name: migration: \(context.file.name)2")
    }

    /// Gives up before the switchover: the target is as it was, and the source serves on.
    package func abort(_ seen: MigrationObservation) async throws {
        guard seen.isBegun else { throw notBegun }
        guard seen.serving == .source else {
            throw Diagnostic(
                .error, .abortTooLate, "the target serves: there is nothing to abort any more",
                hint: "Go back with apus migrate switch-back, or end the way back with "
                    + "apus migrate finish.")
        }
        context.progress.report(.phase("abort"))
        let cleanup = Cleanup(context: context)
        try await context.record(.aborting, "abort", on: .source)
        DeliberateFault.reach("abort-begun")
        try await cleanup.clearTarget()
        DeliberateFault.reach("abort-target")
        try await cleanup.undoRoles(dropRoles: true)
        try await cleanup.liftFence(.source)
        try await cleanup.removeObjects(from: .source)
        DeliberateFault.reach("abort-source")
        try await cleanup.removeJournal(from: .source)
    }

    /// Ends the way back.
    ///
    /// - Parameter keepFence: leave the side that does not serve closed to everybody else.
    package func finish(_ seen: MigrationObservation, keepFence: Bool) async throws {
        guard seen.isBegun else {
            if context.folder.holds(Self.finishedRecord) { return }
            throw notBegun
        }
        guard seen.switchovers > 0 || seen.ending == .finishing else {
            throw Diagnostic(
                .error, .finishTooEarly, "nothing was switched over yet",
                hint: "apus migrate switch-over moves the writes; apus migrate abort gives up.")
        }
        context.progress.report(.phase("finish"))
        let cleanup = Cleanup(context: context)
        let serving = try await servingAtTheEnd(seen)
        try await context.record(.finishing, "\(serving)", on: .source)
        DeliberateFault.reach("finish-begun")
        for side in Side.allCases { try await cleanup.dropLinks(from: side) }
        for side in Side.allCases { try await cleanup.dropPeerRoles(from: side) }
        DeliberateFault.reach("finish-links")
        // The target's journal goes first: as long as the source's stands, a second run goes on.
        for side in [Side.target, .source] {
            if side == serving || !keepFence { try await cleanup.liftFence(side) }
            try await cleanup.removeObjects(from: side)
            // What is done to the target's tables takes the memberships that we were granted.
            if side == .target { try await cleanup.undoRoles(dropRoles: false) }
            DeliberateFault.reach("finish-\(side)-objects")
            // With the source's journal goes what the servers know of the migration.
            if side == .source { try context.folder.write("\(serving)\n", to: Self.finishedRecord) }
            try await cleanup.removeJournal(from: side)
            DeliberateFault.reach("finish-\(side)")
        }
    }

    /// An earlier run may have removed the target's journal, and with it the attempts that tell
    /// who serves; what it wrote down first stands.
    private func servingAtTheEnd(_ seen: MigrationObservation) async throws -> Side {
        let recorded = try await context.journal(.source).entries().all(.finishing).first
        return recorded.flatMap(Side.init) ?? seen.serving
    }

    private var notBegun: Diagnostic {
        Diagnostic(
            .error, .nothingToEnd,
            "there is no migration \"\(context.file.name)\" on the source",
            hint: "It was ended already, or never begun: apus migrate status shows what there is.")
    }
}
