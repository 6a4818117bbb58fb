package import Diagnostics
import MigrationCore
import PostgresClient

extension Diagnostic.Code {
    package static let largeObjectsChanged: Self = "switchover.large-objects-changed"
}

/// Compares the large objects of one database on both sides: owner, privileges, length, contents.
struct LargeObjectComparison: Sendable {
    let origin: PostgresConnection
    let destination: PostgresConnection

    /// - Returns: what differs, by number, seen from the origin.
    func differences(timeout: Duration? = nil) async throws(PostgresError) -> [String] {
        let here = try await read(origin, timeout)
        let there = try await read(destination, timeout)
        return Set(here.keys).union(there.keys).sorted().compactMap { number in
            switch (here[number], there[number]) {
            case (let left?, let right?): left == right ? nil : "\(number) was changed"
            case (_?, nil): "\(number) is new"
            default: "\(number) is gone"
            }
        }
    }

    /// - Throws: a diagnostic that names what changed, for a switchover that would lose it.
    func refuseDifferences(
        in database: String, from side: Side, timeout: Duration? = nil
    ) async throws {
        let found = try await differences(timeout: timeout)
        guard !found.isEmpty else { return }
        let more = found.count > 20 ? "; and \(found.count - 20) more" : ""
        let again =
            side == .source
            ? "apus migrate abort and run again copies them anew; " : ""
        throw Diagnostic(
            .error, .largeObjectsChanged,
            "large objects of \(quoted(identifier: database)) changed on the \(side) since they "
                + "were copied",
            detail: found.prefix(20).joined(separator: "; ") + more,
            hint: again + "large_objects: ignore in the migration file leaves the changes behind.")
    }

    /// Read piece by piece, because one may hold more than a value can.
    private func read(
        _ connection: PostgresConnection, _ timeout: Duration?
    ) async throws(PostgresError) -> [Int: String] {
        let rows = try await connection.query(
            """
            SELECT m.oid::bigint AS number, concat_ws('/', pg_get_userbyid(m.lomowner),
                (SELECT string_agg(i::text, ',' ORDER BY i::text) FROM unnest(m.lomacl) i),
                m.size, (SELECT md5(string_agg(md5(lo_get(m.oid, o, 1048576)), '' ORDER BY o))
                    FROM generate_series(0, m.size - 1, 1048576) o)) AS fact
            FROM (SELECT oid, lomowner, lomacl, lo_lseek64(lo_open(oid, 262144), 0, 2) AS size
                FROM pg_largeobject_metadata OFFSET 0) m
            """, timeout: timeout)
        return Dictionary(
            rows.records.map { ($0.int("number"), $0["fact"]) },
            uniquingKeysWith: { first, _ in first })
    }
}
