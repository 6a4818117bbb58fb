/// One look at who could still write to the side that was just fenced.
///
/// A session's role is asked for LOGIN inside a transaction, whose own virtual number stays locked
/// until the session stands in the list of sessions. So whoever passed that check before the fence
/// went up is in one or the other, as long as the locks are looked at first. (`InitPostgres` in
/// the server's `postinit.c`, 11 to 18.)
package struct SilenceLook: Hashable, Sendable {
    /// Processes that hold the number of a transaction of theirs; seen before ``listed``.
    package let running: Set<Int>
    /// Processes whose start is over: what they are can be told.
    package let listed: Set<Int>
    /// Sessions of clients among them.
    package let foreign: Int
    /// Transactions that no session holds any more, and that anybody may still commit.
    package let prepared: Int
    /// The transaction number that will be given out next.
    package let nextTransaction: UInt64

    package init(
        running: Set<Int>, listed: Set<Int>, foreign: Int, prepared: Int = 0,
        nextTransaction: UInt64
    ) {
        self.running = running
        self.listed = listed
        self.foreign = foreign
        self.prepared = prepared
        self.nextTransaction = nextTransaction
    }

    /// Those that are starting: their role was checked, or will be.
    package var starting: Set<Int> { running.subtracting(listed) }

    /// Whether a look later than this one shows all that were starting here, or that they ended.
    package func isResolved(by later: SilenceLook) -> Bool {
        starting.isDisjoint(with: later.starting)
    }
}
