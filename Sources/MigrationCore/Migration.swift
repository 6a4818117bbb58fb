package import Diagnostics

/// What is true of a migration, as the servers and the journal on them tell.
package struct MigrationObservation: Hashable, Sendable {
    /// Our journal stands on the source.
    package var isBegun = false
    /// Clients cannot log in on the source: an earlier migration handed their writes over.
    package var sourceIsClosed = false
    package var ending: Ending?
    /// Attempts whose row says "switched", over both sides.
    package var switchovers = 0
    /// The number of the latest attempt; zero before the first.
    package var attempts = 0
    /// The latest attempt, when it was not carried to its end.
    package var openAttempt: Attempt?
    /// The snapshot that the forward slot stands for; nil when there is no such slot.
    package var epoch: String?
    package var slotIsLost = false
    /// The snapshots that an unfinished copy reads are still kept.
    package var copyMayGoOn = false
    /// Journal: all rows of this epoch are on the target.
    package var copiedEpoch: String?
    /// Journal: indexes, constraints and the rest of the schema stand for this epoch.
    package var builtEpoch: String?
    /// Journal: every row was compared and found equal.
    package var verifiedEpoch: String?
    /// Which history each server is on; a failover begins a new one.
    package var timelines = Timelines()
    /// Journal: the histories on which every row was compared.
    package var verifiedTimelines: Timelines?
    package var links: [Link: LinkFacts] = [:]
    /// Where the serving side stood when the latest decided switchover opened it.
    package var beginning: LSN?
    /// Bytes of log the subscriber of the carrying link has yet to apply; nil when unknown.
    package var lagBytes: UInt64?
    /// Each stream of the carrying link, in the order of databases.
    package var streams: [StreamLag] = []
    /// Some database's tables are published in several parts, so that it can have several streams.
    package var maySplit = false
    /// Journal: each part has a stream of its own, or gets one.
    package var isSplit = false
    /// The subscriber applies what it can, and the publisher makes more.
    package var fallsBehind = false

    package init() {}

    /// One of the servers failed over since every row was compared: its last changes may be lost
    /// there, and replication does not notice.
    package var mustVerifyAgain: Bool { verifiedTimelines.map { $0 != timelines } ?? false }

    package var serving: Side { carrying.publisher }
    package var carrying: Link { Link(switchovers) }

    package enum Ending: String, Hashable, Sendable { case finishing, aborting }
}

/// How far one stream is behind.
package struct StreamLag: Hashable, Sendable, Codable {
    package let database: String
    package let stream: Int
    /// nil while it does not run.
    package let lagBytes: UInt64?

    package init(database: String, stream: Int, lagBytes: UInt64?) {
        self.database = database
        self.stream = stream
        self.lagBytes = lagBytes
    }
}

/// One attempt to switch over, as its row says.
package struct Attempt: Hashable, Sendable {
    package let number: Int
    package let origin: Side
    package var decision: Switchover.Decision?

    package init(number: Int, origin: Side, decision: Switchover.Decision? = nil) {
        self.number = number
        self.origin = origin
        self.decision = decision
    }
}

/// The next stretch of work of a migration.
package enum MigrationStep: Hashable, Sendable {
    /// Write the journal; from here on the servers know of the migration.
    case begin
    /// An attempt was left open: finish what its row says, or give traffic back.
    case settle(Attempt)
    /// Nothing of an earlier copy can be used.
    case startOver(because: String)
    case copy
    case build
    case link(LinkStep)
    /// Write down that each part of the tables has a stream of its own from here on.
    case addStreams
    case catchUp
    case verify
    /// Everything up to the switchover is done.
    case ready
    case finish
    case abort
    case stop(Diagnostic)

    /// A short name without what it carries.
    package var place: String {
        switch self {
        case .begin: "begin"
        case .settle: "settle-attempt"
        case .startOver: "start-over"
        case .copy: "copy"
        case .build: "build"
        case .link(let step): "link-\(step.place)"
        case .addStreams: "add-streams"
        case .catchUp: "catch-up"
        case .verify: "verify"
        case .ready: "ready"
        case .finish: "finish"
        case .abort: "abort"
        case .stop: "stop"
        }
    }
}

/// Decides what a migration does next: the same for the first run, any later one and a simulation.
package struct MigrationPlan: Hashable, Sendable {
    package var wantsWayBack: Bool
    /// Below it catch-up counts as done: a few kilobytes drain within a millisecond or two.
    package var readyLagBytes: UInt64
    /// The file asks for several streams, whether one keeps up or not.
    package var wantsStreams: Bool

    package init(
        wantsWayBack: Bool = true, readyLagBytes: UInt64 = 256 << 10, wantsStreams: Bool = false
    ) {
        self.wantsWayBack = wantsWayBack
        self.readyLagBytes = readyLagBytes
        self.wantsStreams = wantsStreams
    }

    package func next(_ seen: MigrationObservation) -> MigrationStep {
        guard seen.isBegun else { return seen.sourceIsClosed ? .stop(.sourceIsClosed) : .begin }
        if let attempt = seen.openAttempt { return .settle(attempt) }
        switch seen.ending {
        case .finishing: return .finish
        case .aborting: return .abort
        case nil: break
        }
        return seen.switchovers == 0 ? towardsReady(seen) : afterSwitchover(seen)
    }

    private func towardsReady(_ seen: MigrationObservation) -> MigrationStep {
        if seen.slotIsLost {
            return .startOver(because: "the source gave up the slot that kept its changes")
        }
        guard let epoch = seen.epoch else {
            return seen.copiedEpoch == nil
                ? .copy : .startOver(because: "the slot that the copy belongs to is gone")
        }
        guard seen.copiedEpoch == epoch else {
            if seen.copyMayGoOn { return .copy }
            return .startOver(because: "the snapshot that the copy reads is gone")
        }
        guard seen.builtEpoch == epoch else { return .build }
        if wantsStreams, mayAddStreams(seen) { return .addStreams }
        switch links(seen) {
        case .perform(let step): return .link(step)
        case .broken: return .startOver(because: "the slot that kept the changes is gone")
        case .settled: break
        }
        guard let lag = seen.lagBytes, lag <= readyLagBytes else {
            return seen.fallsBehind && mayAddStreams(seen) ? .addStreams : .catchUp
        }
        return seen.verifiedEpoch == epoch && !seen.mustVerifyAgain ? .ready : .verify
    }

    private func mayAddStreams(_ seen: MigrationObservation) -> Bool {
        seen.maySplit && !seen.isSplit
    }

    private func afterSwitchover(_ seen: MigrationObservation) -> MigrationStep {
        switch links(seen) {
        case .perform(let step): .link(step)
        case .settled: wantsWayBack && seen.mustVerifyAgain ? .verify : .ready
        case .broken(let link): .stop(.wayBackLost(link))
        }
    }

    private func links(_ seen: MigrationObservation) -> LinkPlan.Outcome {
        LinkPlan(
            carrying: seen.carrying, beginning: seen.beginning, wantsWayBack: wantsWayBack
        ).next { seen.links[$0] ?? .absent }
    }
}

extension Diagnostic.Code {
    package static let wayBackLost: Self = "migration.way-back-lost"
    package static let sourceIsClosed: Self = "migration.source-is-closed"
}

extension Diagnostic {
    package static let sourceIsClosed = Diagnostic(
        .error, .sourceIsClosed,
        "the source is closed to clients: there is nothing to move from it",
        detail: "A migration that is finished leaves the old server closed and no journal; "
            + "beginning again would copy old rows over those that clients write now.",
        hint: "If clients do write to the source, give their roles LOGIN and run it again.")

    package static func wayBackLost(_ link: Link) -> Diagnostic {
        Diagnostic(
            .error, .wayBackLost,
            "the slot that feeds the \(link.subscriber) is gone: there is no way back any more",
            detail: "The \(link.publisher) serves and nothing is lost; "
                + "the \(link.subscriber) misses what was written since.",
            hint: "Stay on the \(link.publisher) and end the migration with apus migrate finish.")
    }
}
