package import Diagnostics

/// A PgBouncer on this machine.
package struct PoolerInstallation: Hashable, Sendable {
    package let program: String
    package let major: Int
    package let minor: Int

    /// Whether prepared statements survive transaction mode: since 1.21.
    package var keepsPreparedStatements: Bool { (major, minor) >= (1, 21) }

    /// The first that keeps prepared statements, else the first there is.
    package static func find(in places: SearchPlaces = .standard) -> PoolerInstallation? {
        let found = places.poolers.lazy.compactMap { at($0) }
        return found.first { $0.keepsPreparedStatements } ?? found.first
    }

    package static func require(
        in places: SearchPlaces = .standard
    ) throws(Diagnostic) -> PoolerInstallation {
        if let found = find(in: places) { return found }
        throw Diagnostic(
            .error, .programMissing, "PgBouncer is not on this machine",
            detail: "Looked at \(places.poolers.joined(separator: ", ")).",
            hint: "Install it, run scripts/postgres-servers, or name the program in APUS_PGBOUNCER."
        )
    }

    private static func at(_ program: String) -> PoolerInstallation? {
        guard let answer = ProgramVersion.asked(of: program),
            let numbers = ProgramVersion.numbers(in: answer), numbers.count > 1
        else { return nil }
        return PoolerInstallation(program: program, major: numbers[0], minor: numbers[1])
    }
}
