import Diagnostics
import MigrationCore
import PostgresCatalog
import PostgresClient

/// Publishes every table, and takes a snapshot of each database where its slot begins.
///
/// Publications have to be older than the slot, so a table that is made in between stands in the
/// snapshot and in no publication: its rows would be copied, and its changes passed over without a
/// word. What a snapshot shows is therefore held against what is published, and both are made anew
/// where they do not agree. The fingerprint is the snapshot's own: whatever is changed from there on,
/// a switchover refuses.
struct BeginReplication {
    let context: MigrationContext

    struct Beginning {
        var slots: [SnapshotSlot] = []
        var fingerprints = Fingerprints()
        /// Tables that came too late for the publications.
        fileprivate var late: [QualifiedName] = []
    }

    func perform() async throws -> Beginning {
        var late: [QualifiedName] = []
        for _ in 1...Self.attempts {
            try await PreparePublisher(context: context, side: .source).begin()
            DeliberateFault.reach("copy-published")
            let beginning = try await look()
            if beginning.late.isEmpty { return beginning }
            late = beginning.late
            context.progress.report(
                .note("replication begins anew, because tables were made meanwhile: \(names(late))")
            )
            try await giveUp(beginning.slots)
        }
        throw Diagnostic(
            .error, "copy.tables-keep-coming",
            "tables are made on the source faster than replication can begin",
            detail: "The last ones: \(names(late)). Clients are not touched.",
            hint: "Run apus migrate run again when whatever makes them is through.")
    }

    private static let attempts = 5

    private func look() async throws -> Beginning {
        var beginning = Beginning()
        for database in context.databases {
            beginning.slots.append(try await SnapshotSlot.create(context, database: database))
        }
        DeliberateFault.reach("copy-slots")
        for slot in beginning.slots {
            try await slot.look(context) { session in
                beginning.fingerprints.add(
                    try await catalogFingerprint(on: session), of: slot.database)
                beginning.late += try await unpublishedTables(
                    context.names.publicationPattern, on: session)
            }
        }
        return beginning
    }

    private func giveUp(_ slots: [SnapshotSlot]) async throws {
        let steps = PerformLinkStep(context: context)
        for slot in slots {
            await slot.connection.close()
            try await steps.dropSlot(context.link(Link(0), slot.database), on: .source)
        }
    }

    private func names(_ tables: [QualifiedName]) -> String {
        let more = tables.count > 5 ? " and \(tables.count - 5) more" : ""
        return tables.prefix(5).map(\.sql).joined(separator: ", ") + more
    }
}
