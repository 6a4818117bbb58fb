import Diagnostics
import MigrationCore
import PostgresClient

/// The schema of one database of the source, dumped by the target version's `pg_dump`.
struct SchemaArchive: Sendable {
    let programs: ClientPrograms
    let file: String

    /// Dumps the schema as the snapshot sees it; without one, as it is.
    static func dump(
        _ settings: ConnectionSettings, snapshot: String?, to file: String,
        with programs: ClientPrograms, lockTimeout: Duration
    ) async throws -> SchemaArchive {
        var arguments = [
            "-Fc", "--schema-only", "--exclude-schema=apus", "--no-subscriptions",
            "--lock-wait-timeout=\(Int(lockTimeout.milliseconds))", "-f", file,
        ]
        if let snapshot { arguments.append("--snapshot=\(snapshot)") }
        _ = try await programs.run("pg_dump", arguments, on: settings)
        return SchemaArchive(programs: programs, file: file)
    }

    enum Section: String { case beforeData = "pre-data", afterData = "post-data" }

    /// - Parameter database: whether the entries of the database itself come first.
    func entries(_ section: Section, database: Bool = false) async throws -> [SchemaEntry] {
        var arguments = ["--section=\(section.rawValue)"]
        if database { arguments.append("--create") }
        let output = programs.major >= 12 ? ["-f", "-"] : []
        let list = try await programs.run("pg_restore", arguments + ["-l", file])
        let script = try await programs.run("pg_restore", arguments + output + [file])
        return SchemaScript(script, list: list).entries
    }
}
