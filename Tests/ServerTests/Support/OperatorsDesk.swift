import Demonstration
import Foundation
import MigrationCore
import PostgresClient
import ServerTestKit
import Testing

/// Where an operator sits who may make mistakes: servers that want a password from the migration's
/// role, and everything that was printed.
final class OperatorsDesk: Sendable {
    static let secret = "only-the-mover-knows-it"

    let stage: Stage
    private let paper: String

    /// What a migration file says; a mistake changes it.
    struct File {
        var name = "demo"
        var source: String
        var target: String
        var databasesKey = "databases"
        var databases = "[app]"
        var includeFile: String
        var poolerPort: Int
        var more = ""

        var text: String {
            """
            migration: \(name)
            source: \(source)
            target: \(target)
            \(databasesKey): \(databases)
            traffic:
              pgbouncer:
                {host: 127.0.0.1, port: \(poolerPort), user: pgbouncer,
                 include_file: \(includeFile)}
            \(more)
            """
        }
    }

    init(_ stage: Stage) async throws {
        self.stage = stage
        paper = stage.folder + "/printed"
        _ = FileManager.default.createFile(atPath: paper, contents: nil)
        _ = FileManager.default.createFile(atPath: errors, contents: nil)
        try await stage.loadSmall()
        for side in Side.allCases { try await makeMover(side) }
        try stage.writeFile(rightFile.text)
    }

    private func makeMover(_ side: Side) async throws {
        _ = try await stage.ask(
            "CREATE ROLE mover SUPERUSER LOGIN PASSWORD \(sql(literal: Self.secret))", on: side)
        let rules = stage.server(side).dataFolder + "/pg_hba.conf"
        let text = try String(contentsOfFile: rules, encoding: .utf8)
        let ours = ["all", "replication"].map { "host \($0) mover 127.0.0.1/32 scram-sha-256\n" }
        try (ours.joined() + text).write(toFile: rules, atomically: false, encoding: .utf8)
        _ = try await stage.ask("SELECT pg_reload_conf()", on: side)
    }

    var rightFile: File {
        func server(_ side: Side) -> String {
            "{host: 127.0.0.1, port: \(stage.server(side).port), user: mover, "
                + "password: {env: MOVER_PASSWORD}}"
        }
        return File(
            source: server(.source), target: server(.target),
            includeFile: stage.pooler.databasesFile, poolerPort: stage.pooler.port)
    }

    private var errors: String { stage.folder + "/errors" }
    private var rightPassword: [String: String] { ["MOVER_PASSWORD": Self.secret] }

    // MARK: Commands

    func apus(
        _ command: String, confirm: String = "demo", environment: [String: String] = [:],
        asSomebodyElse: Bool = false
    ) async throws -> ProgramResult {
        let words = words(command, confirm)
        let environment = rightPassword.merging(environment) { $1 }
        let result =
            asSomebodyElse
            ? try await runAsNobody(words, environment)
            : try await run(words, environment: environment)
        keep(result.output + result.error)
        return result
    }

    private func words(_ command: String, _ confirm: String) -> [String] {
        let ends = ["finish", "abort"].contains(command) ? ["--confirm", confirm] : []
        return ["migrate", command] + ends
            + ["--file", stage.file, "--state-dir", stage.stateFolder]
    }

    /// A process whose complaints ``takeErrors()`` reads; not started yet.
    func process(_ command: String, environment: [String: String]) throws -> Process {
        let process = try program(
            words(command, "demo"), rightPassword.merging(environment) { $1 })
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle(forWritingAtPath: errors)
        return process
    }

    func takeErrors() -> String {
        let text = (try? String(contentsOfFile: errors, encoding: .utf8)) ?? ""
        keep(text)
        return text
    }

    private func keep(_ text: String) {
        guard let handle = FileHandle(forWritingAtPath: paper) else { return }
        handle.seekToEndOfFile()
        handle.write(Data(text.utf8))
        try? handle.close()
    }

    // MARK: Mistakes

    /// Makes a mistake, and expects these words, this exit status, and unchanged servers.
    func refuses(
        _ mistake: String, _ status: Int32, _ words: String..., command: String = "run",
        confirm: String = "demo", environment: [String: String] = [:],
        asSomebodyElse: Bool = false, _ change: (inout File) -> Void = { _ in }
    ) async throws {
        var file = rightFile
        change(&file)
        try stage.writeFile(file.text)
        let before = try await catalogs()
        let result = try await apus(
            command, confirm: file.name == "demo" ? confirm : file.name, environment: environment,
            asSomebodyElse: asSomebodyElse)
        try stage.writeFile(rightFile.text)
        #expect(result.status == status, "\(mistake): \(result.output) \(result.error)")
        for word in words {
            #expect(result.error.contains(word), "\(mistake): \(result.error)")
        }
        let after = try await catalogs()
        #expect(after == before, "\(mistake) changed something")
    }

    /// As a user who may write nothing but the state folder.
    private func runAsNobody(
        _ words: [String], _ environment: [String: String]
    ) async throws -> ProgramResult {
        guard getuid() == 0 else {
            let file = stage.pooler.databasesFile
            chmod(file, 0o444)
            chmod(stage.pooler.folder, 0o555)
            defer {
                chmod(stage.pooler.folder, 0o755)
                chmod(file, 0o644)
            }
            return try await run(words, environment: environment)
        }
        for path in [stage.folder, stage.pooler.folder] { chmod(path, 0o755) }
        try? FileManager.default.createDirectory(
            atPath: stage.stateFolder, withIntermediateDirectories: true)
        chmod(stage.stateFolder, 0o777)
        return try await run(words, environment: environment, user: "nobody")
    }

    // MARK: Looking

    func ask(_ question: String, on side: Side) async throws -> Rows {
        try await stage.ask(question, on: side, as: mover(side))
    }

    /// The one role that passes the fence.
    private func mover(_ side: Side, _ database: String = "postgres") -> ConnectionSettings {
        var settings = stage.server(side).settings(database: database)
        settings["user"] = "mover"
        settings.password = Secret(Self.secret)
        return settings
    }

    /// Everything of both servers that a migration might touch.
    private func catalogs() async throws -> [String] {
        var seen: [String] = []
        for side in Side.allCases {
            let whole = try await ask(
                """
                SELECT concat_ws(' ', 'role', rolname, rolcanlogin, rolsuper) FROM pg_roles
                UNION ALL SELECT concat_ws(' ', 'database', datname, datdba, datacl)
                    FROM pg_database
                UNION ALL SELECT concat_ws(' ', 'slot', slot_name, plugin) FROM pg_replication_slots
                UNION ALL SELECT concat_ws(' ', 'subscription', subname, subenabled)
                    FROM pg_subscription
                UNION ALL SELECT concat_ws(' ', 'setting', setdatabase, setrole, setconfig)
                    FROM pg_db_role_setting ORDER BY 1
                """, on: side)
            seen += whole.column.map { "\(side) \($0)" }
            let there = try await ask("SELECT FROM pg_database WHERE datname = 'app'", on: side)
            if !there.isEmpty { seen += try await schema(of: stage, side, as: mover(side, "app")) }
        }
        return seen
    }

    /// The password is in nothing that was printed, kept or logged.
    func expectNoSecret() async throws {
        var places = [paper, stage.pooler.folder + "/log"]
        places += Side.allCases.map { stage.server($0).folder + "/log" }
        let kept = FileManager.default.enumerator(atPath: stage.stateFolder)
        while let name = kept?.nextObject() as? String {
            places.append(stage.stateFolder + "/" + name)
        }
        for place in places {
            let bytes = FileManager.default.contents(atPath: place) ?? Data()
            #expect(bytes.range(of: Data(Self.secret.utf8)) == nil, "the password is in \(place)")
        }
    }
}

/// Waits until a process was stopped by a signal, or has ended.
func awaitStop(of process: Process) async throws {
    let file = "/proc/\(process.processIdentifier)/stat"
    while process.isRunning {
        let text = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
        if text.contains(") T ") { return }
        try await Task.sleep(for: .milliseconds(20))
    }
}

extension Stage {
    /// A question that runs in no transaction, to the server as a whole.
    func ask(
        _ question: String, on side: Side, as settings: ConnectionSettings? = nil
    ) async throws -> Rows {
        let connection = PostgresConnection(settings ?? server(side).settings())
        do {
            let rows = try await connection.query(question)
            await connection.close()
            return rows
        } catch {
            await connection.close()
            throw error
        }
    }
}
