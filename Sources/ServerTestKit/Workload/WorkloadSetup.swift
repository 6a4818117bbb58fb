package import PostgresClient

/// Who writes what, and how fast.
package struct WorkloadSetup: Sendable {
    package enum Pace: Hashable, Sendable {
        /// So many transactions a second, shared evenly between the clients, due whether or not
        /// the one before has ended: a client that is late sends at once what has become due.
        case open(perSecond: Double)
        /// Each client sends its next transaction when the one before has ended.
        case saturating
    }

    package var settings: ConnectionSettings
    package var profile: any WorkloadProfile = LedgerOnlyProfile()
    package var ledger = Ledger()
    package var clients = 8
    /// The number of the first client. Workloads that share a ledger must not share numbers.
    package var firstClient = 1
    package var pace = Pace.open(perSecond: 200)
    /// How many of the clients use prepared statements; the others send each transaction as one
    /// message. Zero for a pooler that does not keep prepared statements.
    package var preparedClients: Int
    package var seed: UInt64 = 1

    package init(_ settings: ConnectionSettings, clients: Int = 8, usesPrepared: Bool = true) {
        self.settings = settings
        self.clients = clients
        preparedClients = usesPrepared ? clients / 2 : 0
    }
}

/// When a client's transactions are due.
struct Schedule: Equatable {
    private let first: Moment
    /// Nanoseconds between two transactions of one client; nil when it follows its own pace.
    private let interval: Double?

    /// - Parameter place: the client's place among all, counted from zero: their transactions are
    ///   spread over the interval.
    init(_ pace: WorkloadSetup.Pace, from start: Moment, place: Int, of clients: Int) {
        switch pace {
        case .saturating:
            first = start
            interval = nil
        case .open(let rate):
            let gap = 1e9 / rate
            first = start + .nanoseconds(Int64(gap * Double(place)))
            interval = gap * Double(clients)
        }
    }

    /// - Parameter number: counted from one.
    func due(_ number: Int64, now: Moment) -> Moment {
        guard let interval else { return now }
        return first + .nanoseconds(Int64(interval * Double(number - 1)))
    }
}
