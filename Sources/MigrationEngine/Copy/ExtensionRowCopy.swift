import Diagnostics
import MigrationCore
import PostgresCatalog
import PostgresClient

/// Carries what users configured in the tables of extensions, as the copy's snapshot shows it.
///
/// Such a table belongs to its extension, which fills a part of it; `pg_dump` knows which rows are the
/// users'. They are not replicated: a table of an extension may be anybody's, and other in another version.
struct ExtensionRowCopy {
    let context: MigrationContext
    let programs: ClientPrograms
    let slot: SnapshotSlot
    let epoch: String
    /// What an earlier run recorded.
    let done: Set<String>
    let isResumed: Bool

    func perform() async throws {
        let tables = try await slot.look(context) { try await configurationTables(on: $0) }
        guard !tables.isEmpty, !done.contains(CopyRecord.extensionRows(in: epoch)) else { return }
        guard !isResumed else {
            // Whether they came before it was killed, nothing on the target tells.
            throw Diagnostic(
                .error, .killedInExtensions,
                "the copy was killed while it carried the rows of extensions",
                hint: "Run apus migrate run again: it starts over.")
        }
        let name = "extensions-\(context.databases.firstIndex(of: slot.database) ?? 0).dump"
        let file = context.folder.file(name)
        defer { context.folder.remove(name) }
        do {
            try await carry(tables, through: file)
        } catch let error as Diagnostic where !ClientPrograms.blamesConnection(error) {
            context.progress.report(
                .warning(
                    "what is configured in \(tables.map(\.description).joined(separator: ", ")) could not "
                        + "be carried: \(error.detail ?? error.message)"))
        }
        try await CopyRecord(context: context, database: slot.database)
            .write(CopyRecord.extensionRows(in: epoch))
    }

    private func carry(_ tables: [QualifiedName], through file: String) async throws {
        // In quotes a name is no pattern.
        let chosen = tables.map { "--table=\($0.sql)" }
        _ = try await programs.run(
            "pg_dump", ["-Fc", "--data-only", "--snapshot=\(slot.snapshot)", "-f", file] + chosen,
            on: context.settings.source.connecting(to: slot.database))
        _ = try await context.statements.noting(
            "pg_restore --data-only: tables of extensions", place: Side.target.rawValue,
            database: slot.database
        ) {
            try await programs.run(
                "pg_restore", ["--data-only", "--exit-on-error", "--single-transaction", file],
                on: context.settings.target.connecting(to: slot.database))
        }
    }
}
