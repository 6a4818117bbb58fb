import MigrationCore
import PostgresClient

extension MigrationContext {
    /// Changes a side, and remembers on the source what takes it back. Only the target is ever given back
    /// as it was.
    ///
    /// It is written down first: killed in between, a run would find what it made itself and take it
    /// for something that was there before. What the target refused is crossed out again; whether a
    /// lost connection still changed something nobody knows, so that stands.
    func remembering(
        _ kind: Journal.Kind, _ data: String, of side: Side = .target,
        _ change: () async throws(PostgresError) -> Void
    ) async throws(PostgresError) {
        guard side == .target else { return try await change() }
        try await record(kind, data, on: .source)
        do throws(PostgresError) {
            try await change()
        } catch {
            if error.sqlState != nil { try await journal(.source).remove(kind, data) }
            throw error
        }
    }

    /// Does something that a side may refuse, which is worth a warning and keeps nothing from going on.
    ///
    /// - Parameter what: in words that hold no secret.
    func tolerating(
        _ what: String, on side: Side, _ change: () async throws(PostgresError) -> Void
    ) async throws(PostgresError) {
        do throws(PostgresError) {
            try await change()
        } catch {
            guard error.sqlState != nil else { throw error }
            progress.report(.warning("the \(side) refused \(what): \(error)"))
        }
    }
}
