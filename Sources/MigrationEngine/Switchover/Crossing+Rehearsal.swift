import MigrationCore
import PostgresCatalog
import PostgresClient

/// What is done once before traffic is held, so that it is quick, and known to work, inside the
/// write pause.
extension Crossing {
    /// Plans and runs as much of the write pause as leaves nothing behind.
    ///
    /// A statement's first time in a session reads catalogs and plans, which takes several times
    /// as long as its second.
    func rehearse() async throws {
        try await sessionWatch.prepare()
        try await ends.fences[origin].roles.rehearseRaising()
        try await ends.fences[destination].roles.rehearseLowering(for: number)
        try await ends.rehearseFlush()
        _ = try await Journal.decision(of: number, on: ends.originHome, timeout: .seconds(10))
        for side in Side.allCases { _ = await ends.isOvertaken(on: side) }
        _ = try await eachLane { lane in
            _ = try await lane.sequences.states(on: lane.origin, isPrepared: true)
            _ = try await catalogWrites(on: lane.watch)
            for session in [lane.originSnapshot, lane.destinationSnapshot] {
                try await session.execute("\(Self.pinning); ROLLBACK")
            }
        }
        try await rehearseMarker()
    }

    /// Sends a marker over: the way is open, warm and short.
    private func rehearseMarker() async throws {
        for round in 1...50 {
            let start = ContinuousClock.now
            _ = try await drain(-round) { .seconds(30) }
            let took = ContinuousClock.now - start
            if round >= 3, took < .milliseconds(30) { break }
        }
    }
}
