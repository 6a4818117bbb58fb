package import Diagnostics
import Glibc
package import MigrationCore

/// The programs of one PostgreSQL version on this machine.
package struct ServerInstallation: Hashable, Sendable {
    /// The folder with `postgres`, `initdb`, `psql` and their like.
    package let folder: String
    package let version: ServerVersion

    package var major: Int { version.major }

    package func program(_ name: String) -> String { "\(folder)/\(name)" }

    /// The majors that are looked for, oldest first.
    package static let majors = 11...19

    /// The programs of one major; nil when this machine has none.
    package static func find(
        _ major: Int, in places: SearchPlaces = .standard
    ) -> ServerInstallation? {
        for folder in places.serverFolders(major: major) {
            if let found = at(folder), found.major == major { return found }
        }
        return nil
    }

    /// The same, for those who cannot go on without it.
    package static func require(
        _ major: Int, in places: SearchPlaces = .standard
    ) throws(Diagnostic) -> ServerInstallation {
        if let found = find(major, in: places) { return found }
        throw Diagnostic(
            .error, .programMissing, "PostgreSQL \(major) is not on this machine",
            detail: "Looked in \(places.serverFolders(major: major).joined(separator: ", ")).",
            hint: "Install it, run scripts/postgres-servers, or name its folder of programs in "
                + "APUS_POSTGRES_\(major).")
    }

    /// One installation of each major there is, oldest first.
    package static func available(in places: SearchPlaces = .standard) -> [ServerInstallation] {
        majors.compactMap { find($0, in: places) }
    }

    package static func newest(in places: SearchPlaces = .standard) -> ServerInstallation? {
        available(in: places).last
    }

    private static func at(_ folder: String) -> ServerInstallation? {
        let postgres = folder + "/postgres"
        guard isExecutable(folder + "/initdb"), let answer = ProgramVersion.asked(of: postgres),
            let version = ProgramVersion.ofServer(printing: answer)
        else { return nil }
        return ServerInstallation(folder: folder, version: version)
    }
}

func isExecutable(_ path: String) -> Bool { access(path, X_OK) == 0 }
