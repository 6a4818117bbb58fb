package import Diagnostics
import MigrationCore
import PostgresClient

extension Diagnostic.Code {
    package static let schemaTaken: Self = "migration.schema-taken"
    package static let otherMigration: Self = "migration.other-migration"
}

/// Writes the journal on the source, so that the servers know of the migration from here on.
struct BeginMigration {
    let context: MigrationContext

    func perform() async throws {
        try await refuseForeignSchema()
        let journal = await context.journal(.source)
        try await journal.create()
        try await context.record(
            .begun, context.databases.joined(separator: "\n"), on: .source)
    }

    /// A schema `apus` that is not ours would be dropped at the end.
    private func refuseForeignSchema() async throws {
        for database in context.databases {
            let connection = await context.connection(.source, database)
            let foreign = try await connection.query(
                """
                SELECT FROM pg_namespace n WHERE n.nspname = 'apus'
                AND to_regclass('apus.journal') IS NULL AND to_regclass('apus.marker') IS NULL
                """)
            guard foreign.isEmpty else {
                throw Diagnostic(
                    .error, .schemaTaken,
                    "database \(quoted(identifier: database)) has a schema apus of its own",
                    detail:
                        "Apus keeps its journal in a schema of this name and drops it at the end.",
                    hint: "Rename it: ALTER SCHEMA apus RENAME TO …;")
            }
        }
        let journal = await context.journal(.source)
        guard try await journal.exists(), let name = try await journal.migration(),
            name != context.file.name
        else { return }
        throw Diagnostic.otherMigration(name, on: .source, home: context.home)
    }
}

extension Diagnostic {
    static func otherMigration(_ name: String, on side: Side, home: String) -> Diagnostic {
        Diagnostic(
            .error, .otherMigration, "the \(side) belongs to another migration, \"\(name)\"",
            detail: "Its journal stands in the schema apus of database "
                + "\(quoted(identifier: home)). Nothing was changed.",
            hint: "Go on with the file that says migration: \(name), or end that migration first: "
                + "apus migrate abort --confirm \(name) --file <its file>")
    }
}
