package import MigrationCore

/// One statement that changed a server, as the record keeps it.
package struct StatementRecord: Codable, Hashable, Sendable {
    /// Seconds since 1970 when it was sent, by this machine's clock.
    package let at: Double
    /// `source`, `target`, or `pooler`.
    package let place: String
    package let database: String?
    /// What the session was for, such as `main`, `switchover`, `copy 2` or `guard`.
    package let session: String
    package let milliseconds: Double
    /// Without its secrets, and cut where it is very long.
    package let statement: String
    /// What the server answered when it refused.
    package let failure: String?
    /// A position of the server's log that was read after the statement: whatever the statement
    /// wrote stands before it. nil where none was read, as for a pooler.
    package var logPosition: LSN?

    package init(
        at: Double, place: String, database: String?, session: String, milliseconds: Double,
        statement: String, failure: String?, logPosition: LSN? = nil
    ) {
        self.at = at
        self.place = place
        self.database = database
        self.session = session
        self.milliseconds = milliseconds
        self.statement = statement
        self.failure = failure
        self.logPosition = logPosition
    }
}

/// What the record's file holds, a line each.
enum RecordLine: Codable {
    case statement(StatementRecord)
    /// Every statement at this place that stands before an offset of this file, in bytes, had its
    /// place in the log by then.
    case position(place: String, through: Int, LSN)
    /// The file is full: this many statements are not in it.
    case omitted(Int)
}
