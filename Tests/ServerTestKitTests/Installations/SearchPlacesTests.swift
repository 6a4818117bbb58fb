import MigrationCore
import Testing

@testable import ServerTestKit

@Suite("SearchPlaces: where programs are looked for")
struct SearchPlacesTests {
    @Test("believes the variable first, then packages, then the search path, then the cache")
    func order() {
        let places = SearchPlaces(
            environment: ["APUS_POSTGRES_17": "/mine", "PATH": "/a:/b"], cacheFolders: ["/cache"])
        #expect(
            places.serverFolders(major: 17) == [
                "/mine", "/usr/lib/postgresql/17/bin", "/a", "/b",
                "/cache/postgresql-17/bin", "/cache/17/bin",
            ])
        #expect(places.serverFolders(major: 16).first == "/usr/lib/postgresql/16/bin")
    }

    @Test("looks only in the named cache when one is named")
    func caches() {
        let home = ["HOME": "/home/jo"]
        #expect(
            SearchPlaces.standardCaches(home)
                == ["/var/cache/apus/servers", "/home/jo/.cache/apus/servers"])
        #expect(
            SearchPlaces.standardCaches(["XDG_CACHE_HOME": "/x"]).last == "/x/apus/servers")
        #expect(
            SearchPlaces.standardCaches(home.merging(["APUS_SERVERS": "/s"]) { $1 }) == ["/s"])
    }

    @Test("finds nothing on a machine without servers, and says where it looked")
    func nothing() {
        var places = SearchPlaces(environment: [:], cacheFolders: ["/nowhere"])
        places.packageFolders = []
        places.systemFolders = []
        #expect(ServerInstallation.available(in: places).isEmpty)
        #expect(PoolerInstallation.find(in: places) == nil)
        #expect(throws: (any Error).self) { try ServerInstallation.require(15, in: places) }
    }

    @Test(
        "reads versions as the programs print them",
        arguments: [
            ("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)", 150_018),
            ("postgres (PostgreSQL) 19beta2", 190_000),
            ("postgres (PostgreSQL) 11.13", 110_013),
        ])
    func versions(text: String, number: Int) {
        #expect(ProgramVersion.ofServer(printing: text) == ServerVersion(number: number))
    }

    @Test("knows which pooler keeps prepared statements")
    func poolers() {
        func pooler(_ minor: Int) -> PoolerInstallation {
            PoolerInstallation(program: "pgbouncer", major: 1, minor: minor)
        }
        #expect(pooler(21).keepsPreparedStatements)
        #expect(!pooler(18).keepsPreparedStatements)
        #expect(ProgramVersion.numbers(in: "PgBouncer 1.24.1\nlibevent 2.1.12") == [1, 24, 1])
        #expect(ProgramVersion.numbers(in: "not a version") == nil)
    }
}
