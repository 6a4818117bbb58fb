import Diagnostics
import MigrationCore
import Testing

private let smallest = """
    migration: wallet
    source: {host: old, port: 5432, user: apus}
    target: {host: new, user: apus, password: {env: TARGET_PASSWORD}}
    databases: [app]
    traffic: none
    """

@Suite("Migration file: what an operator writes is what happens")
struct MigrationFileTests {
    @Test("reads the smallest file and leaves everything else at its default")
    func smallestFile() throws {
        let (file, diagnostics) = MigrationFile.read(smallest, file: "wallet.yaml")
        #expect(diagnostics == [])
        let migration = try #require(file)
        #expect(migration.name == "wallet")
        #expect(
            migration.servers.source.keywords == ["host": "old", "port": "5432", "user": "apus"])
        #expect(migration.servers.target.password == .environment("TARGET_PASSWORD"))
        #expect(migration.databases == .named(["app"]))
        #expect(migration.limits == Limits())
        #expect(migration.wayBack == .required)
    }

    @Test("reads poolers, limits, a window and policies")
    func everything() throws {
        let text = """
            migration: wallet
            source: {host: old}
            target: {host: new, seen_from_pooler: {host: 10.0.0.7}}
            databases: all
            traffic:
              pgbouncer:
                - {host: pool1, port: 6432, user: admin, include_file: /etc/pgbouncer/a.ini}
                - {host: pool2, include_file: /etc/pgbouncer/b.ini, password: {file: /run/secret}}
            limits: {max_write_pause: 500ms, copy_jobs: 8, retained_wal: 20GB, streams: 3}
            switch_over: 23:30-02:00
            tables_without_identity: refuse
            """
        let (file, diagnostics) = MigrationFile.read(text, file: "f")
        #expect(diagnostics == [])
        let migration = try #require(file)
        #expect(migration.databases == .all)
        #expect(migration.limits.maxWritePause == .milliseconds(500))
        #expect(migration.limits.retainedWAL == ByteCount(20 << 30))
        #expect(migration.limits.streams == .exactly(3))
        #expect(migration.switchOver == .window(from: 1410, to: 120))
        #expect(migration.tablesWithoutIdentity == .refuse)
        guard case .pgBouncer(let poolers) = migration.traffic else {
            Issue.record("no poolers were read")
            return
        }
        #expect(poolers.map(\.includeFile) == ["/etc/pgbouncer/a.ini", "/etc/pgbouncer/b.ini"])
        #expect(migration.servers.target.seenFromPooler == ["host": "10.0.0.7"])
    }

    @Test("names an unknown key with line, column and the nearest known key")
    func unknownKey() {
        let (file, diagnostics) = MigrationFile.read(
            smallest + "\nlimits:\n  copy_job: 3\n", file: "wallet.yaml")
        #expect(file == nil)
        #expect(diagnostics.map(\.code) == [.fileUnknownKey])
        #expect(diagnostics.first?.place == Place(file: "wallet.yaml", line: 7, column: 3))
        #expect(diagnostics.first?.hint == "Did you mean `copy_jobs`?")
    }

    @Test(
        "refuses a wrong type and says what it wants",
        arguments: [
            ("limits: {max_write_pause: 5}", "a time with its unit"),
            ("limits: {copy_jobs: none}", "a number above zero"),
            ("limits: {streams: many}", "`automatic` or a number from 1 to 16"),
            ("limits: {retained_wal: much}", "a size with its unit"),
            ("switch_over: soon", "a window such as"),
            ("large_objects: move", "refuse, copy, ignore"),
        ])
    func wrongType(_ line: String, _ wanted: String) {
        let (file, diagnostics) = MigrationFile.read(smallest + "\n" + line, file: "f")
        #expect(file == nil)
        #expect(diagnostics.count == 1)
        #expect(diagnostics.first?.code == .fileWrongType)
        #expect(diagnostics.first?.message.contains(wanted) == true)
    }

    @Test("never repeats a password that was written into the file")
    func passwordInFile() {
        let (file, diagnostics) = MigrationFile.read(
            smallest.replacing("port: 5432", with: "password: hunter2"), file: "f")
        #expect(file == nil)
        #expect(diagnostics.first?.hint?.contains("password: {env: NAME}") == true)
        #expect(!"\(diagnostics)".contains("hunter2"))
    }

    @Test("names everything that is wrong in one run, in the order of the file")
    func collects() {
        let text = """
            migration: Wallet Company
            source: {hots: old}
            target: {}
            traffic: {pgbouncer: {host: p}, comand: x}
            """
        let (_, diagnostics) = MigrationFile.read(text, file: "f")
        let codes = diagnostics.map(\.code)
        #expect(codes.contains(.fileMissingKey))
        #expect(codes.filter { $0 == .fileUnknownKey }.count == 2)
        #expect(
            diagnostics.compactMap(\.place?.line) == diagnostics.compactMap(\.place?.line).sorted())
    }

    @Test(
        "points at the line where a file stops being YAML", arguments: ["a: [1", "a: b: c", "\t"])
    func notYAML(_ text: String) {
        let (file, diagnostics) = MigrationFile.read(text, file: "f")
        #expect(file == nil)
        #expect(diagnostics.first?.code == .fileNotYAML)
        #expect(diagnostics.first?.place != nil)
    }

    @Test("refuses a key that is given twice")
    func duplicate() {
        let (file, diagnostics) = MigrationFile.read(smallest + "\nmigration: other\n", file: "f")
        #expect(file == nil)
        #expect(diagnostics.contains { $0.code == .fileDuplicateKey })
    }
}
