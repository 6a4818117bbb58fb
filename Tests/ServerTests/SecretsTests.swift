import Demonstration
import Foundation
import MigrationCore
import MigrationEngine
import PostgresClient
import ServerTestKit
import Testing

/// Goal: a password that an operator gives to Apus is found nowhere afterwards, and what Apus makes
/// up itself lives no longer than it must. Method: another marker in every place a secret can stand;
/// servers that log every statement; then everything that anybody could read is searched.
@Suite("Secrets", .serialized)
struct SecretsTests {
    @Test(
        "of passfile, file, environment and pooler are in no log, report, journal, error or process",
        .enabled(if: has(15, 17), "not run: PostgreSQL 15, 17 or PgBouncer is missing"))
    func markers() async throws {
        var setup = Stage.Setup.quick
        setup.password = Secret("marker-of-the-pooler")
        try await onStage(setup) { stage in
            let safe = try await Safe(stage)
            let ears = Task { await safe.listen() }
            try await safe.type("preflight", "run", "verify", "status")
            let subscribed = try await safe.generatedPasswords()
            #expect(subscribed.count == 2, "one for each way")
            try await safe.expectLeastPrivileges()
            try await safe.type("switch-over", "switch-back", "switch-over", "report")
            let journals = try await safe.journals()
            try await safe.makeMistakes()
            try await safe.type("finish")
            ears.cancel()
            safe.keep(await ears.value + journals)
            try await safe.type("report")
            safe.expectNothing(of: safe.markers + subscribed + ["SCRAM-SHA-256$4096"])
            try await expectNothingLeft(stage, on: .source)
            try await expectNothingLeft(stage, on: .target)
        }
    }

    @Test(
        "are in no core dump, because there is none",
        .enabled(if: has(15, 17), "not run: PostgreSQL 15, 17 or PgBouncer is missing"))
    func coreDumps() async throws {
        try await onStage { stage in
            try await stage.loadSmall()
            let process = try program(
                [
                    "migrate", "run", "--file", stage.file, "--state-dir", stage.stateFolder,
                ], ["APUS_STALL_AT": "begin:after"])
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            try await awaitStop(of: process)
            let folder = "/proc/\(process.processIdentifier)"
            let limits = try String(contentsOfFile: folder + "/limits", encoding: .utf8)
            let filter = try String(contentsOfFile: folder + "/coredump_filter", encoding: .utf8)
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            let line = limits.split(separator: "\n").first { $0.hasPrefix("Max core file size") }
            let words = line?.split(separator: " ") ?? []
            #expect(words.count > 5 && words[4] == "0" && words[5] == "0", "\(words)")
            #expect(Int(filter.trimmingCharacters(in: .whitespacesAndNewlines), radix: 16) == 0)
        }
    }
}

/// A stage where every password is a marker, and everything that anybody could read.
private final class Safe: Sendable {
    let stage: Stage
    let markers = ["marker-in-passfile", "marker-in-file", "marker-of-the-pooler", "marker-wrong"]
    private let paper: String
    /// The logs' lengths when the stage was set: what came before was typed by the test.
    private let beginnings: [String: Int]

    init(_ stage: Stage) async throws {
        self.stage = stage
        paper = stage.folder + "/printed"
        _ = FileManager.default.createFile(atPath: paper, contents: nil)
        try await stage.loadSmall()
        for (side, marker) in [(Side.source, markers[0]), (.target, markers[1])] {
            _ = try await stage.ask(
                "CREATE ROLE mover SUPERUSER LOGIN PASSWORD \(sql(literal: marker))", on: side)
        }
        try Self.write(markers[1] + "\n", to: stage.folder + "/target-password")
        let port = stage.source.port
        try Self.write(
            "127.0.0.1:\(port):*:mover:\(markers[0])\n", to: stage.folder + "/passfile")
        try stage.writeFile(Self.file(stage, passfile: "passfile"))
        for server in [stage.source, stage.target] {
            try await server.configure([
                "log_statement": "all", "log_min_duration_statement": "0",
                "log_replication_commands": "on", "log_connections": "on",
            ])
        }
        try await Task.sleep(for: .milliseconds(300))
        beginnings = Dictionary(
            uniqueKeysWithValues: Self.logs(stage).map { ($0, Self.bytes($0).count) })
    }

    private static func write(_ text: String, to path: String) throws {
        try text.write(toFile: path, atomically: false, encoding: .utf8)
        chmod(path, 0o600)
    }

    private static func file(_ stage: Stage, passfile: String) -> String {
        """
        migration: demo
        source: {host: 127.0.0.1, port: \(stage.source.port), user: mover,
                 passfile: "\(stage.folder)/\(passfile)"}
        target: {host: 127.0.0.1, port: \(stage.target.port), user: mover,
                 password: {file: "\(stage.folder)/target-password"}}
        databases: [app]
        traffic:
          pgbouncer:
            {host: 127.0.0.1, port: \(stage.pooler.port), user: pgbouncer,
             password: {env: POOLER_PASSWORD}, include_file: \(stage.pooler.databasesFile)}
        """
    }

    private static func logs(_ stage: Stage) -> [String] {
        [stage.source.folder, stage.target.folder, stage.pooler.folder].map { $0 + "/log" }
    }

    private static func bytes(_ path: String) -> Data {
        FileManager.default.contents(atPath: path) ?? Data()
    }

    // MARK: Commands

    func type(_ commands: String...) async throws {
        for command in commands {
            let result = try await run(command)
            #expect(result.status == 0, "\(command): \(result.error)")
        }
    }

    private func run(_ command: String, password: String? = nil) async throws -> ProgramResult {
        let words =
            ["migrate", command] + (command == "finish" ? ["--confirm", "demo"] : [])
            + ["--file", stage.file, "--state-dir", stage.stateFolder]
        let result = try await ServerTests.run(
            words, environment: ["POOLER_PASSWORD": password ?? markers[2]])
        keep(result.output + result.error)
        return result
    }

    /// Wrong passwords, and a subscription that cannot be made because its slot's name is taken.
    func makeMistakes() async throws {
        try Self.write(
            "127.0.0.1:\(stage.source.port):*:mover:\(markers[3])\n",
            to: stage.folder + "/wrong-passfile")
        try stage.writeFile(Self.file(stage, passfile: "wrong-passfile"))
        #expect(try await run("status").status == 1)
        try stage.writeFile(Self.file(stage, passfile: "passfile"))
        #expect(try await run("switch-back", password: markers[3]).status != 0)
    }

    // MARK: What the servers know

    /// The passwords that Apus made up, as a superuser of either server sees them.
    func generatedPasswords() async throws -> [String] {
        var found: [String] = []
        for side in Side.allCases {
            let strings = try await ask("SELECT subconninfo FROM pg_subscription", on: side).column
            for string in strings {
                let settings = try ConnectionSettings(parsing: string)
                #expect(settings.user?.hasPrefix("apus_demo_d0_") == true)
                found += [settings.password?.reveal() ?? ""]
            }
        }
        #expect(found.allSatisfy { $0.count >= 32 }, "generated, and long")
        #expect(Set(found).isDisjoint(with: markers))
        return found
    }

    /// The role of a subscription may replicate and nothing else.
    func expectLeastPrivileges() async throws {
        for side in Side.allCases {
            let rows = try await ask(
                """
                SELECT rolname, rolsuper OR rolcreaterole OR rolcreatedb OR rolinherit
                        OR rolbypassrls AS mighty, rolreplication AND rolcanlogin AS replicates,
                    EXISTS (SELECT FROM pg_auth_members m WHERE m.member = r.oid) AS belongs
                FROM pg_roles r WHERE rolname ~ '^apus_'
                """, on: side)
            #expect(rows.count == 1, "\(side)")
            for role in rows.records {
                #expect(!role.bool("mighty") && role.bool("replicates") && !role.bool("belongs"))
            }
        }
    }

    func journals() async throws -> String {
        var text = ""
        for side in Side.allCases {
            let tables = try await ask(
                """
                SELECT 'SELECT * FROM apus.' || relname FROM pg_class
                WHERE relnamespace = 'apus'::regnamespace AND relkind = 'r'
                """, on: side, in: "app"
            ).column
            for question in tables {
                text += "\(try await ask(question, on: side, in: "app").values)\n"
            }
        }
        #expect(text.contains("begun"))
        return text
    }

    /// As the one role that passes the fence.
    private func mover(_ side: Side, _ database: String = "postgres") -> ConnectionSettings {
        var settings = stage.server(side).settings(user: "mover", database: database)
        settings.password = Secret(markers[side == .source ? 0 : 1])
        return settings
    }

    private func ask(
        _ question: String, on side: Side, in database: String = "postgres"
    ) async throws -> Rows {
        try await stage.ask(question, on: side, as: mover(side, database))
    }

    // MARK: Everything that anybody could read

    /// Every command line of this machine, and what both servers' sessions show as their statement,
    /// for as long as commands run.
    func listen() async -> String {
        var heard: Set<String> = []
        let sessions = Side.allCases.map { side in
            // As a session of the migration's own, which it neither takes for a client nor ends.
            PostgresConnection(mover(side).with(["application_name": "apus/demo/reader"]))
        }
        while !Task.isCancelled {
            for process in (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
            where process.first?.isNumber == true {
                heard.insert(
                    String(decoding: Self.bytes("/proc/\(process)/cmdline"), as: UTF8.self))
            }
            for session in sessions {
                let rows = try? await session.query(
                    """
                    SELECT query FROM pg_stat_activity WHERE application_name ~ '^apus'
                    AND pid <> pg_backend_pid() AND query !~ '^CREATE SUBSCRIPTION'
                    AND query !~ 'ROLE .* PASSWORD'
                    """)
                heard.formUnion(rows?.column ?? [])
            }
            try? await Task.sleep(for: .milliseconds(15))
        }
        for session in sessions { await session.close() }
        return heard.joined(separator: "\n")
    }

    func keep(_ text: String) {
        guard let handle = FileHandle(forWritingAtPath: paper) else { return }
        handle.seekToEndOfFile()
        handle.write(Data(text.utf8))
        try? handle.close()
    }

    func expectNothing(of secrets: [String]) {
        var places = Self.logs(stage) + [paper]
        let kept = FileManager.default.enumerator(atPath: stage.stateFolder)
        while let name = kept?.nextObject() as? String {
            places.append(stage.stateFolder + "/" + name)
        }
        #expect(places.contains { $0.hasSuffix("report.html") })
        #expect(places.contains { $0.hasSuffix("statements.jsonl") })
        for place in places {
            let bytes = Self.bytes(place).dropFirst(beginnings[place] ?? 0)
            for secret in secrets {
                #expect(
                    bytes.range(of: Data(secret.utf8)) == nil,
                    "\(secret) is in \(place): \(Self.line(of: secret, in: bytes))")
            }
        }
    }

    private static func line(of secret: String, in bytes: Data) -> String {
        String(decoding: bytes, as: UTF8.self).split(separator: "\n")
            .first { $0.contains(secret) }.map { String($0.prefix(300)) } ?? ""
    }
}
