/// What can go wrong between this program and a server.
package enum PostgresError: Error, Hashable, Sendable {
    /// The connection string is not one.
    case invalidSettings(String)
    /// No session came about: libpq's message, which may be a refusal by the server.
    case couldNotConnect(String, to: String)
    /// The session ended under us; whether the last statement took effect is unknown.
    case connectionLost(String)
    /// The statement was cancelled because its time was over.
    case timedOut(after: Duration, statement: String)
    /// The task that asked was cancelled.
    case cancelled
    /// The server refused a statement.
    case server(ServerError)

    /// Whether the same request may succeed later without anybody changing anything.
    package var mayPass: Bool {
        switch self {
        case .couldNotConnect(let message, _):
            ![
                "password authentication", "does not exist", "no pg_hba.conf", "not permitted",
                "certificate", "does not support SSL",
            ]
            .contains { message.contains($0) }
        case .connectionLost, .timedOut: true
        case .invalidSettings, .cancelled: false
        case .server(let error): error.isTransient
        }
    }

    package var sqlState: String? {
        if case .server(let error) = self { error.sqlState } else { nil }
    }
}

/// One error report of a PostgreSQL server.
package struct ServerError: Hashable, Sendable {
    package let sqlState: String
    package let message: String
    package let detail: String?
    package let hint: String?
    package let context: String?

    package init(
        sqlState: String, message: String, detail: String? = nil, hint: String? = nil,
        context: String? = nil
    ) {
        self.sqlState = sqlState
        self.message = message
        self.detail = detail
        self.hint = hint
        self.context = context
    }

    /// Lock timeouts, deadlocks, serialization failures, restarts, full connection slots.
    var isTransient: Bool {
        ["55P03", "40P01", "40001", "57P01", "57P02", "57P03", "53300"].contains(sqlState)
    }
}

extension PostgresError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .invalidSettings(let message): "connection settings: \(message)"
        case .couldNotConnect(let message, let server): "could not connect to \(server): \(message)"
        case .connectionLost(let message): "connection lost: \(message)"
        case .timedOut(let time, let statement): "no answer within \(time) to: \(statement)"
        case .cancelled: "cancelled"
        case .server(let error):
            error.message + " (SQLSTATE \(error.sqlState))"
                + (error.detail.map { "; \($0)" } ?? "") + (error.hint.map { "; \($0)" } ?? "")
        }
    }
}
