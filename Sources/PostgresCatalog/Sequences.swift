package import MigrationCore
package import PostgresClient

/// Where a sequence stands: the last value and whether it was handed out.
package struct SequenceState: Hashable, Sendable {
    package let name: QualifiedName
    package let lastValue: Int64
    package let isCalled: Bool

    package init(name: QualifiedName, lastValue: Int64, isCalled: Bool) {
        self.name = name
        self.lastValue = lastValue
        self.isCalled = isCalled
    }
}

/// Reads and sets all sequences of a database in few messages, however many there are.
package struct SequenceCarrier: Sendable {
    package let names: [QualifiedName]

    /// A server parses no statement that joins thousands, and locks each sequence until the end of
    /// its transaction; so they are read in portions, each a transaction of its own.
    private static let portion = 200

    package static func read(
        on connection: PostgresConnection
    ) async throws(PostgresError) -> SequenceCarrier {
        let rows = try await connection.query(
            """
            SELECT n.nspname AS schema, c.relname AS name FROM pg_class c
            JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind = 'S' AND c.relpersistence <> 't' AND n.nspname <> 'apus'
                AND n.nspname !~ '^pg_' AND NOT EXISTS (SELECT FROM pg_depend d
                    WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
            ORDER BY 1, 2
            """)
        return SequenceCarrier(
            names: rows.records.map { QualifiedName(schema: $0["schema"], name: $0["name"]) })
    }

    /// The relation itself is read, because the catalog's view hides where a sequence stands that
    /// was set but never asked.
    ///
    /// - Parameter isPrepared: ``prepare(on:)`` was called for this very session.
    package func states(
        on connection: PostgresConnection, isPrepared: Bool = false, timeout: Duration? = nil
    ) async throws(PostgresError) -> [SequenceState] {
        guard !names.isEmpty else { return [] }
        let portions = questions.enumerated().map { place, question in
            "BEGIN; \(isPrepared ? "EXECUTE \(Self.statement(place))" : question); COMMIT"
        }
        let answers = try await connection.execute(
            portions.joined(separator: "; "), timeout: timeout)
        return answers.flatMap(\.records).map { record in
            SequenceState(
                name: names[record.int("number")],
                lastValue: Int64(record["last_value"]) ?? 0, isCalled: record.bool("is_called"))
        }
    }

    /// Lets the server parse and plan the questions ahead of the write pause.
    package func prepare(on connection: PostgresConnection) async throws(PostgresError) {
        for (place, question) in questions.enumerated() {
            try await connection.execute("PREPARE \(Self.statement(place)) AS \(question)")
        }
    }

    private static func statement(_ place: Int) -> String { "apus_sequences_\(place)" }

    private var questions: [String] {
        stride(from: 0, to: names.count, by: Self.portion).map { start in
            (start..<min(start + Self.portion, names.count)).map { number in
                "SELECT \(number) AS number, last_value, is_called FROM \(names[number].sql)"
            }.joined(separator: " UNION ALL ")
        }
    }

    package static func set(
        _ states: [SequenceState], on connection: PostgresConnection, timeout: Duration? = nil
    ) async throws(PostgresError) {
        // Each is locked until its transaction ends, and the server has room for so many locks.
        for start in stride(from: 0, to: states.count, by: 1000) {
            try await set(states[start..<min(start + 1000, states.count)], connection, timeout)
        }
    }

    private static func set(
        _ states: ArraySlice<SequenceState>, _ connection: PostgresConnection, _ timeout: Duration?
    ) async throws(PostgresError) {
        try await connection.query(
            """
            SELECT count(setval(n::regclass, v, c))
            FROM unnest($1::text[], $2::bigint[], $3::bool[]) u(n, v, c)
            """,
            [
                array(states.map(\.name.sql)), array(states.map { "\($0.lastValue)" }),
                array(states.map { $0.isCalled ? "t" : "f" }),
            ], timeout: timeout)
    }
}

/// An array as a parameter's text.
package func array(_ values: [String]) -> String {
    let items = values.map { "\"" + $0.escaping("\\\"", with: UInt8(ascii: "\\")) + "\"" }
    return "{" + items.joined(separator: ",") + "}"
}
