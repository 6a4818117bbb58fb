import Demonstration
import Foundation
import MigrationCore
import ServerTestKit
import Testing

/// Goal: a database moves between any two versions that we say it moves between.
/// Method: the whole job for each pair, quickly. Other suites move from 15 to 17 and 16 to 18.
@Suite("From version to version", .serialized)
struct VersionPairTests {
    @Test("11 to 17", .versions(11, 17))
    func from11to17() async throws { try await move(11, 17) }

    @Test("13 to 18", .versions(13, 18))
    func from13to18() async throws { try await move(13, 18) }

    @Test("11 to 11", .versions(11, 11, always: false))
    func from11to11() async throws { try await move(11, 11) }

    @Test("11 to 18", .versions(11, 18, always: false))
    func from11to18() async throws { try await move(11, 18) }

    @Test("13 to 17", .versions(13, 17, always: false))
    func from13to17() async throws { try await move(13, 17) }

    @Test("14 to 18", .versions(14, 18, always: false))
    func from14to18() async throws { try await move(14, 18) }

    @Test("15 to 17", .versions(15, 17, always: false))
    func from15to17() async throws { try await move(15, 17) }

    @Test("16 to 18", .versions(16, 18, always: false))
    func from16to18() async throws { try await move(16, 18) }

    @Test("17 to 17", .versions(17, 17, always: false))
    func from17to17() async throws { try await move(17, 17) }

    @Test("17 to 18", .versions(17, 18, always: false))
    func from17to18() async throws { try await move(17, 18) }

    @Test(
        "11 to 17, with a table that is large enough to be read in parts",
        .versions(11, 17, always: false))
    func large() async throws { try await move(11, 17, scale: 10) }

    private func move(_ from: Int, _ to: Int, scale: Int = 1) async throws {
        try await onStage(.quick(from: from, to: to)) { stage in
            var journey = try await Journey.prepare(stage, scale: scale)
            try await journey.perform("run", sides: [.source])
            try await journey.perform("switch-over")
            try await journey.expectClosed(.source)
            try await journey.perform("switch-back")
            try await journey.expectClosed(.target)
            print("\(from) to \(to): write pauses of \(journey.pauses) ms")
            try await journey.finish()
        }
    }
}

extension Trait where Self == ConditionTrait {
    /// Runs where both majors are, and where every pair was asked for or this one always runs.
    static func versions(_ from: Int, _ to: Int, always: Bool = true) -> Self {
        let wanted =
            always || ProcessInfo.processInfo.environment["APUS_ALL_VERSIONS"] == "1"
        let reason =
            wanted
            ? "not run: PostgreSQL \(from), \(to) or PgBouncer is missing"
            : "not run: set APUS_ALL_VERSIONS=1 to move between all versions"
        return .enabled(if: wanted && has(from, to), Comment(rawValue: reason))
    }
}
