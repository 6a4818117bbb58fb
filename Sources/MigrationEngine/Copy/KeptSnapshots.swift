import MigrationCore
import PostgresClient

/// The snapshots of a copy that is not finished, as the source's journal names them.
///
/// A snapshot lives as long as some transaction has it. Each entry names the epoch too, the slots that
/// the snapshots belong to: with others, what was changed in between would be missing.
struct KeptSnapshots: Sendable {
    let context: MigrationContext

    /// A session that has one of them, and lends it on under a name of its own.
    struct Hold: Sendable {
        let database: String
        let connection: PostgresConnection
        let snapshot: String
    }

    func record(
        _ snapshots: [(database: String, snapshot: String)], of epoch: String
    ) async throws {
        try await context.replace(
            .snapshot, with: snapshots.map { "\(epoch)\t\($0.database)\t\($0.snapshot)" },
            on: .source)
    }

    func forget() async throws {
        try await context.journal(.source).remove(.snapshot)
    }

    /// Opens all of them, in the order of the databases.
    ///
    /// - Parameter purpose: of the sessions that have them from here on.
    /// - Returns: nil where one is gone.
    func open(of epoch: String, purpose: String) async throws -> [Hold]? {
        let names = try await names(of: epoch)
        var holds: [Hold] = []
        for database in context.databases {
            guard let name = names[database],
                let hold = try await hold(name, database, purpose)
            else {
                await Self.close(holds)
                return nil
            }
            holds.append(hold)
        }
        return holds
    }

    static func close(_ holds: [Hold]) async {
        for hold in holds { await hold.connection.close() }
    }

    /// Only the server's own word counts as that it is gone: a copy of hours is not thrown away because a
    /// connection broke, or none was free.
    private func hold(
        _ name: String, _ database: String, _ purpose: String
    ) async throws -> Hold? {
        let session = context.servers.source.newConnection(to: database, purpose: purpose)
        do {
            try await session.execute(SnapshotSlot.beginning(name))
            let own = try await session.query("SELECT pg_export_snapshot()").single ?? ""
            return Hold(database: database, connection: session, snapshot: own)
        } catch {
            await session.close()
            guard error.sqlState != nil, !error.mayPass else { throw error }
            return nil
        }
    }

    func names(of epoch: String) async throws -> [String: String] {
        let entries = try await context.journal(.source).entries().all(.snapshot)
        // A database's name may hold a tab; what stands around it does not.
        return entries.reduce(into: [:]) { found, entry in
            guard let (front, name) = entry.cutExactly(atLast: "\t"),
                front.startsExactly(with: "\(epoch)\t")
            else { return }
            found[String(Substring(front.utf8.dropFirst(epoch.utf8.count + 1)))] = String(name)
        }
    }
}
