package import MigrationCore
package import PostgresClient

/// Everything that the effects of one migration share; nothing in it changes.
package struct MigrationContext: Sendable {
    package let file: MigrationFile
    package let names: ObjectNames
    package let settings: BothSides<ConnectionSettings>
    package let servers: BothSides<ServerConnections>
    /// In the order that gives each its number in the names of slots.
    package let databases: [String]
    package let versions: BothSides<ServerVersion>
    /// Local files that make going on cheaper; what matters stands on the servers.
    package let folder: StateFolder
    package let progress: any ProgressSink
    package let throttle: SourceThrottle
    /// Every statement that changes something on either side.
    package let statements: StatementLog

    /// The database whose journal speaks for its side.
    package var home: String { databases.first ?? "postgres" }

    package func connection(
        _ side: Side, _ database: String? = nil
    ) async -> PostgresConnection {
        await servers[side].connection(to: database ?? home)
    }

    package func maintenance(_ side: Side) async -> PostgresConnection {
        await servers[side].connection()
    }

    package func journal(_ side: Side) async -> Journal {
        Journal(connection: await connection(side), side: side)
    }

    package func record(
        _ kind: Journal.Kind, _ data: String, on side: Side
    ) async throws(PostgresError) {
        try await journal(side).append(kind, data, migration: file.name)
    }

    func replace(
        _ kind: Journal.Kind, with data: [String], on side: Side
    ) async throws(PostgresError) {
        try await journal(side).replace(kind, with: data, migration: file.name)
    }

    package func link(_ link: Link, _ database: String) -> String {
        names.link(link, database: databases.firstIndex(of: database) ?? 0)
    }

    package func close() async {
        await servers.source.close()
        await servers.target.close()
    }

    /// Runs something for each database in turn.
    package func forEachDatabase(
        _ body: (String) async throws -> Void
    ) async throws {
        for database in databases { try await body(database) }
    }
}

/// Hears how far things are; what it does with that is the front end's business.
package protocol ProgressSink: Sendable {
    func report(_ event: ProgressEvent)
}

package enum ProgressEvent: Sendable, Hashable {
    case phase(String)
    /// Something worth a line.
    case note(String)
    case warning(String)
    /// How far the initial copy is.
    case copy(CopyProgress)
    case table(name: String, bytes: Int64, of: Int64)
    case built(done: Int, of: Int)
    case lag(bytes: UInt64)
    case verified(tables: Int, of: Int, rows: Int64)
    case step(name: String, seconds: Double)
}

package struct CopyProgress: Sendable, Hashable {
    package var tables = 0
    package var tablesTotal = 0
    package var rows: Int64 = 0
    package var bytes: Int64 = 0
    /// What the source's catalogs say the tables take; an estimate.
    package var bytesTotal: Int64 = 0

    package init() {}
}

package struct SilentProgress: ProgressSink {
    package init() {}
    package func report(_ event: ProgressEvent) {}
}
