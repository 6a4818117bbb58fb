/// What somebody types, and where, so that a finding goes away.
package struct Remedy: Hashable, Sendable, Codable {
    package enum Kind: String, Hashable, Sendable, Codable {
        /// Statements for psql.
        case sql
        /// A line of the migration file.
        case file
        /// Something outside both: a console, a decision, a moment to wait for.
        case action
    }

    package let kind: Kind
    package let side: Side?
    package let database: String?
    /// One statement, line or sentence each; any one of several files' lines will do.
    package let lines: [String]

    private init(_ kind: Kind, _ side: Side?, _ database: String?, _ lines: [String]) {
        self.kind = kind
        self.side = side
        self.database = database
        self.lines = lines
    }

    package static func sql(
        _ statements: String..., on side: Side?, in database: String? = nil
    ) -> Remedy {
        Remedy(.sql, side, database, statements)
    }

    package static func sql(
        all statements: [String], on side: Side?, in database: String? = nil
    ) -> Remedy {
        Remedy(.sql, side, database, statements)
    }

    package static func file(_ lines: String...) -> Remedy { Remedy(.file, nil, nil, lines) }

    package static func action(_ sentences: String...) -> Remedy {
        Remedy(.action, nil, nil, sentences)
    }

    /// Where to type it, for people.
    package var place: String {
        switch kind {
        case .file: "in the migration file"
        case .action: "do"
        case .sql:
            switch (side, database) {
            case (let side?, let database?): "on the \(side), in database \(database)"
            case (let side?, nil): "on the \(side)"
            case (nil, let database?): "in database \(database)"
            case (nil, nil): "in psql"
            }
        }
    }
}
