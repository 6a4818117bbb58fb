/// A row of `pg_stat_activity`, our own preflight sessions left out.
package struct SessionFacts: Hashable, Sendable, Codable {
    package var pid: Int
    package var database: String?
    package var role: String?
    package var application: String
    package var address: String?
    /// `client backend`, `walsender`, a worker; nil when hidden from us.
    package var kind: String?
    package var state: String?
    /// Seconds since the transaction began; nil outside one or when hidden.
    package var transactionAge: Double?
    /// Whether it has a transaction id, and so holds up the creation of a slot.
    package var hasTransactionID: Bool
    /// Whether the server keeps the details from us.
    package var isHidden: Bool

    package init(
        pid: Int, database: String? = "app", role: String? = "app", application: String = "",
        address: String? = nil, kind: String? = "client backend", state: String? = "idle",
        transactionAge: Double? = nil, hasTransactionID: Bool = false, isHidden: Bool = false
    ) {
        self.pid = pid
        self.database = database
        self.role = role
        self.application = application
        self.address = address
        self.kind = kind
        self.state = state
        self.transactionAge = transactionAge
        self.hasTransactionID = hasTransactionID
        self.isHidden = isHidden
    }

    /// A client, or something hidden that may be one.
    var mayBeClient: Bool {
        kind == "client backend" || (kind == nil && role != nil && database != nil)
    }
    var isOurs: Bool { application.hasPrefix("apus") }
}
