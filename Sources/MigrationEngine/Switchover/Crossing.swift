import Diagnostics
import MigrationCore
import PostgresCatalog
import PostgresClient

/// The sessions of one attempt, all opened before traffic is held: nothing connects inside the
/// write pause.
struct Crossing: Sendable {
    let ends: AttemptEnds
    let token: String
    let lanes: [Lane]

    var context: MigrationContext { ends.context }
    var origin: Side { ends.origin }
    var destination: Side { ends.origin.other }
    var number: Int { ends.number }
    /// Over the session that decides, on the side that is fenced.
    var sessionWatch: SessionWatch {
        SessionWatch(
            connection: ends.originHome, foreign: RoleFence.foreignSessions(context),
            prepared: "database = ANY(\(arrayLiteral(context.databases)))")
    }

    /// What one database needs.
    struct Lane: Sendable {
        let database: String
        let markers: Markers
        let origin: PostgresConnection
        let destination: PostgresConnection
        /// These hold the snapshots that the certificate compares.
        let originSnapshot: PostgresConnection
        let destinationSnapshot: PostgresConnection
        let sequences: SequenceCarrier
        /// As they were carried before the pause: only what moved since is set again.
        let carried: Set<SequenceState>
        /// Looks at the origin's catalogs beside everything else.
        let watch: PostgresConnection
        let fingerprint: String
        let catalogWrites: String?
        let largeObjectWrites: String?
        /// Whether the destination has triggers that wake when it opens.
        let hasSleepingTriggers: Bool
    }

    static func open(
        _ context: MigrationContext, from origin: Side, number: Int, token: String,
        gate: any TrafficGate
    ) async throws -> Crossing {
        let servers = context.servers
        let counts = try await context.streamCounts()
        let recorded = try await context.recordedFingerprints(of: origin)
        var lanes: [Lane] = []
        for database in context.databases {
            func session(_ side: Side, _ purpose: String) async throws -> PostgresConnection {
                let connection = servers[side].newConnection(to: database, purpose: purpose)
                try await connection.connect()
                return connection
            }
            lanes.append(
                try await lane(
                    context, database, origin, Markers(count: counts[database]), recorded,
                    session: session))
        }
        try await gate.prepare()
        let ends = AttemptEnds(
            context, Attempt(number: number, origin: origin), origin: lanes.map(\.origin),
            destination: lanes.map(\.destination),
            asleep: lanes.filter(\.hasSleepingTriggers).map(\.destination), gate: gate,
            purpose: "switchover")
        return Crossing(ends: ends, token: token, lanes: lanes)
    }

    private static func lane(
        _ context: MigrationContext, _ database: String, _ origin: Side, _ markers: Markers,
        _ recorded: Fingerprints, session: (Side, String) async throws -> PostgresConnection
    ) async throws -> Lane {
        let from = try await session(origin, "switchover")
        let into = try await session(origin.other, "switchover")
        try await into.prepare("marker", markers.reading)
        // Only what makes a step hold is flushed at once: the marker, the seal and the decision.
        // Whatever came before them in the log is flushed with them.
        for connection in [from, into] {
            try await connection.execute("SET synchronous_commit = off")
        }
        let watch = try await session(origin, "switchover")
        // Counted before they are compared: a write in between is then seen in the write pause.
        let catalogWrites = try await catalogWrites(on: watch)
        let fingerprint = try await catalogFingerprint(on: watch)
        // The attempt may have waited for the very transaction that changed it.
        guard recorded.hold(fingerprint, of: database) else {
            throw Diagnostic.schemaChanged(database, on: origin)
        }
        let largeObjectWrites = try await largeObjectWrites(on: watch)
        if context.file.largeObjects == .copy {
            try await LargeObjectComparison(origin: watch, destination: into)
                .refuseDifferences(in: database, from: origin)
        }
        let sequences = try await SequenceCarrier.read(on: from)
        try await sequences.prepare(on: from)
        let states = try await sequences.states(on: from, isPrepared: true)
        try await SequenceCarrier.set(states, on: into)
        return Lane(
            database: database, markers: markers, origin: from, destination: into,
            originSnapshot: try await session(origin, "certificate"),
            destinationSnapshot: try await session(origin.other, "certificate"),
            sequences: sequences, carried: Set(states),
            watch: watch, fingerprint: fingerprint, catalogWrites: catalogWrites,
            largeObjectWrites: largeObjectWrites,
            hasSleepingTriggers: try await SilentTriggers(connection: into).areAsleep())
    }

    /// The snapshot sessions stay open for the certificate.
    func closeWorkingSessions() async {
        for lane in lanes {
            await lane.origin.close()
            await lane.destination.close()
            await lane.watch.close()
        }
        for side in Side.allCases { await ends.lookouts[side].close() }
        await ends.gate.close()
    }

    func closeSnapshots() async {
        for lane in lanes {
            await lane.originSnapshot.close()
            await lane.destinationSnapshot.close()
        }
    }
}
