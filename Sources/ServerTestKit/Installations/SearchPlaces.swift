import FoundationEssentials

/// Where the programs of PostgreSQL and PgBouncer may be, in the order in which they are believed.
package struct SearchPlaces: Hashable, Sendable {
    package var environment: [String: String]
    /// Folders that hold `<major>/bin`, as Debian's packages lay them out.
    package var packageFolders = ["/usr/lib/postgresql"]
    /// Folders that scripts/postgres-servers fills, with `postgresql-<major>` and `pgbouncer`.
    package var cacheFolders: [String]
    /// Where a pooler hides when the search path has no system folders.
    package var systemFolders = ["/usr/sbin", "/usr/local/sbin", "/usr/bin", "/usr/local/bin"]

    package init(environment: [String: String], cacheFolders: [String]) {
        self.environment = environment
        self.cacheFolders = cacheFolders
    }

    /// This machine's.
    package static var standard: SearchPlaces {
        let environment = ProcessInfo.processInfo.environment
        return SearchPlaces(environment: environment, cacheFolders: standardCaches(environment))
    }

    /// The script keeps root's servers where the user they run as can read them.
    package static func standardCaches(_ environment: [String: String]) -> [String] {
        if let named = environment["APUS_SERVERS"] { return [named] }
        let home = environment["XDG_CACHE_HOME"] ?? environment["HOME"].map { $0 + "/.cache" }
        return ["/var/cache/apus/servers"] + (home.map { [$0 + "/apus/servers"] } ?? [])
    }

    /// Folders that may hold the programs of one major version.
    package func serverFolders(major: Int) -> [String] {
        let named = environment["APUS_POSTGRES_\(major)"].map { [$0] } ?? []
        let packages = packageFolders.map { "\($0)/\(major)/bin" }
        let caches = cacheFolders.flatMap {
            ["\($0)/postgresql-\(major)/bin", "\($0)/\(major)/bin"]
        }
        return named + packages + searchPath + caches
    }

    /// Files that may be a pooler.
    package var poolers: [String] {
        let named = environment["APUS_PGBOUNCER"].map { [$0] } ?? []
        let installed = (searchPath + systemFolders).map { $0 + "/pgbouncer" }
        return named + installed + cacheFolders.map { $0 + "/pgbouncer/usr/sbin/pgbouncer" }
    }

    private var searchPath: [String] {
        (environment["PATH"] ?? "").split(separator: ":").map(String.init)
    }
}
