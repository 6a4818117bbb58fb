/// What identifies a row of the ledger.
package struct LedgerEntry: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let client: Int32
    package let number: Int64

    package init(client: Int32, number: Int64) {
        self.client = client
        self.number = number
    }

    package static func < (left: LedgerEntry, right: LedgerEntry) -> Bool {
        (left.client, left.number) < (right.client, right.number)
    }

    package var description: String { "client \(client) number \(number)" }
}
