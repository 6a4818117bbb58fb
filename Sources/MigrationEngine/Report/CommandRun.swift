/// One command that worked on a migration: who ran what, when, and how it ended.
package struct CommandRun: Codable, Sendable, Hashable {
    /// The subcommand, such as `switch-over`.
    package var command: String
    package var user: String
    package var host: String
    package var version: String
    /// Seconds since 1970.
    package var began: Double
    /// nil while it runs, and for ever when it was killed.
    package var ended: Double?
    /// `done`, or the error's message.
    package var outcome: String?

    package init(command: String, user: String, host: String, version: String, began: Double) {
        self.command = command
        self.user = user
        self.host = host
        self.version = version
        self.began = began
    }
}

/// A stretch of time that a run spent in one phase.
package struct PhaseSpan: Codable, Sendable, Hashable {
    package let name: String
    /// Seconds since 1970.
    package let began: Double
    package let seconds: Double

    package init(name: String, began: Double, seconds: Double) {
        self.name = name
        self.began = began
        self.seconds = seconds
    }
}
