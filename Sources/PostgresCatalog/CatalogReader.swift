import Foundation
package import MigrationCore
package import PostgresClient

/// Asks one database one question at a time, each in a read-only transaction with its own timeouts.
///
/// A refusal of the server becomes an unknown answer; only the loss of the server is thrown.
package struct CatalogReader: Sendable {
    package let connection: PostgresConnection

    package init(_ connection: PostgresConnection) { self.connection = connection }

    /// Catalogs are small; a question that takes longer is stuck behind a lock. With a thousand
    /// tables some plans look dear enough to be compiled, which takes longer than they do.
    private static let opening = """
        BEGIN READ ONLY; SET LOCAL statement_timeout = '20s'; SET LOCAL lock_timeout = '2s'; \
        SET LOCAL search_path = pg_catalog; SET LOCAL jit = off
        """

    package func rows<Row: Decodable & Sendable>(
        _ question: Question, as type: Row.Type = Row.self
    ) async throws(PostgresError) -> Observed<[Row]> {
        do {
            try await connection.execute(Self.opening, timeout: .seconds(30))
            let answer = try await connection.query(question.wrapped, timeout: .seconds(30))
            try await connection.execute("COMMIT", timeout: .seconds(30))
            return decoded(answer.single ?? "", question)
        } catch {
            guard case .server(let refusal) = error else { throw error }
            try await connection.execute("ROLLBACK", timeout: .seconds(30))
            return unknown(question, because: refusal)
        }
    }

    /// The only row of an answer.
    package func row<Row: Decodable & Sendable>(
        _ question: Question, as type: Row.Type = Row.self
    ) async throws(PostgresError) -> Observed<Row> {
        switch try await rows(question, as: Row.self) {
        case .unknown(let reason, let remedy): .unknown(reason: reason, remedy: remedy)
        case .known(let rows):
            rows.first.map { .known($0) }
                ?? .unknown(reason: "question \(question.name) got no answer", remedy: nil)
        }
    }

    private func decoded<Row: Decodable>(
        _ json: String, _ question: Question
    ) -> Observed<[Row]> {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        do {
            return .known(try decoder.decode([Row].self, from: Data(json.utf8)))
        } catch {
            return .unknown(
                reason: "the answer to question \(question.name) was not understood: \(error)",
                remedy: nil)
        }
    }

    private func unknown<Row>(
        _ question: Question, because refusal: ServerError
    ) -> Observed<[Row]> {
        let role = sql(identifier: connection.settings.user ?? "CURRENT_USER")
        let isForbidden = refusal.sqlState == "42501"
        return .unknown(
            reason: "could not be seen: \(refusal.message)",
            remedy: isForbidden ? question.grant.map { "GRANT \($0) TO \(role);" } : nil)
    }
}
