import MigrationCore
import PostgresCatalog
import PostgresClient

/// What of a database's copy is on the target, written there by the transaction that brought it, beside
/// the record of the schema.
///
/// Each entry names the epoch, the snapshots that were read: under others the rows would be too old.
struct CopyRecord: Sendable {
    let context: MigrationContext
    let database: String

    static func rows(of table: QualifiedName, in epoch: String) -> String {
        "rows at \(epoch) of \(table.sql)"
    }

    static func largeObjects(in epoch: String) -> String { "large objects at \(epoch)" }

    static func extensionRows(in epoch: String) -> String { "rows of extensions at \(epoch)" }

    static func writing(_ entry: String) -> String {
        "INSERT INTO apus.restored VALUES (\(sql(literal: entry))) ON CONFLICT DO NOTHING"
    }

    func read() async throws -> Set<String> {
        try await SchemaRestorer.restored(on: await context.connection(.target, database))
    }

    func write(_ entry: String) async throws {
        try await context.connection(.target, database).execute(Self.writing(entry))
    }
}
