import Foundation
package import MigrationCore
package import PostgresClient

extension CatalogReader {
    /// Everything about a server that one session with its maintenance database can see.
    ///
    /// What needs a second moment or the other server is left unknown: see `walRate` and
    /// `PeerProbe`.
    package func serverFacts() async throws(PostgresError) -> ServerFacts {
        var facts = ServerFacts(hidden: "not asked")
        facts.identity = try await identity()
        facts.systemIdentifier = try await row(.systemIdentifier, as: SingleValue<String>.self)
            .map(\.value)
        facts.settings = try await rows(.settings, as: NamedValue.self).map { rows in
            ServerSettings(
                Dictionary(
                    rows.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first }
                ))
        }
        facts.ourRole = try await row(.ourRole)
        facts.roles = try await rows(.roles)
        facts.passwords = try await rows(.passwords)
        facts.roleSettings = try await rows(.roleSettings)
        facts.databases = try await databases(facts.identity)
        facts.sessions = try await rows(.sessions)
        facts.slots = try await rows(.slots)
        facts.subscriptions = try await rows(.subscriptions)
        facts.preparedTransactions = try await rows(.preparedTransactions)
        facts.tablespaces = try await rows(.tablespaces)
        facts.availableExtensions = try await rows(.availableExtensions)
        facts.locales = try await rows(.locales)
        return facts
    }

    private func identity() async throws(PostgresError) -> Observed<ServerIdentity> {
        let identity = try await row(.identity, as: ServerIdentity.self)
        let here = Date().timeIntervalSince1970
        return identity.map { identity in
            var identity = identity
            identity.clockHere = here
            return identity
        }
    }

    private struct CollationVersion: Decodable { let name: String; let version: String? }

    private func databases(
        _ identity: Observed<ServerIdentity>
    ) async throws(PostgresError) -> Observed<[DatabaseEntry]> {
        let entries = try await rows(.databases, as: DatabaseEntry.self)
        guard let version = identity.value?.version, version.major >= 15 else { return entries }
        let versions = try await rows(.databaseCollationVersions, as: CollationVersion.self)
        return entries.and(versions).map { entries, versions in
            let found = Dictionary(
                versions.map { ($0.name, $0.version) }, uniquingKeysWith: { first, _ in first })
            return entries.map { entry in
                var entry = entry
                entry.actualCollationVersion = found[entry.name] ?? nil
                return entry
            }
        }
    }

    private struct Position: Decodable { let bytes: Int64; let clock: Double }

    /// Bytes of WAL a second, from two samples.
    package func walRate(sampling interval: Duration) async throws -> Observed<Int64> {
        let before = try await row(.walPosition, as: Position.self)
        try await Task.sleep(for: interval)
        let after = try await row(.walPosition, as: Position.self)
        return before.and(after).map { before, after in
            Int64(Double(after.bytes - before.bytes) / max(after.clock - before.clock, 0.001))
        }
    }
}
