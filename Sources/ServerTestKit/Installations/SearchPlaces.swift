import FoundationEssentials

/// Where the programs of PostgreSQL and PgBouncer may be, in the order in which they are believed.
package struct SearchPlaces: Hashable, Sendable {
    package var environment: [String: String]
    /// Folders that hold `<major>/bin`, as Debian's packages lay them out.
    package var packageFolders = ["/usr/lib/postgresql"]
    /// Folders that scripts/postgres-servers fills, with `<major>/bin` and `pgbouncer`.
    package var cacheFolders: [String]
    /// Where a pooler hides when the search path has no system folders.
    package var systemFolders = ["/usr/sbin", "/usr/local/sbin", "/usr/bin", "/usr/local/bin"]

    package init(environment: [String: String], cacheFolders: [String]) {
        self.environment = environment
        self.cacheFolders = cacheFolders
    }

    /// This machine's, for the project that the working directory lies in.
    package static var standard: SearchPlaces {
        let environment = ProcessInfo.processInfo.environment
        let here = FileManager.default.currentDirectoryPath
        return SearchPlaces(
            environment: environment,
            cacheFolders: standardCaches(environment, workingDirectory: here))
    }

    /// `APUS_SERVERS`, `.servers` in the project, and the user's cache, in this order.
    package static func standardCaches(
        _ environment: [String: String], workingDirectory: String
    ) -> [String] {
        let home = environment["XDG_CACHE_HOME"] ?? environment["HOME"].map { $0 + "/.cache" }
        return [environment["APUS_SERVERS"], workingDirectory + "/.servers"].compactMap(\.self)
            + (home.map { [$0 + "/apus/servers"] } ?? [])
    }

    /// Folders that may hold the programs of one major version.
    package func serverFolders(major: Int) -> [String] {
        let named = environment["APUS_POSTGRES_\(major)"].map { [$0] } ?? []
        return named + (packageFolders + cacheFolders).map { "\($0)/\(major)/bin" } + searchPath
    }

    /// Files that may be a pooler.
    package var poolers: [String] {
        let named = environment["APUS_PGBOUNCER"].map { [$0] } ?? []
        let inCaches = cacheFolders.flatMap { cache in
            ["pgbouncer/usr/sbin", "pgbouncer/bin", "bin"].map { "\(cache)/\($0)/pgbouncer" }
        }
        return named + inCaches + (searchPath + systemFolders).map { $0 + "/pgbouncer" }
    }

    private var searchPath: [String] {
        (environment["PATH"] ?? "").split(separator: ":").map(String.init)
    }
}
