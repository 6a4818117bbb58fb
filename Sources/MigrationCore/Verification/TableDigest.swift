/// Counts and sums of row hashes, by bucket of the rows' keys: two tables with equal digests hold
/// the same rows, and where they differ the buckets say which rows to look at.
///
/// A sum does not depend on the order of the rows, which no two servers share.
package struct TableDigest: Hashable, Sendable {
    package struct Bucket: Hashable, Sendable {
        package var rows: Int64
        /// A sum of 64-bit hashes; it does not fit 64 bits, so it stays the server's text.
        package var sum: String

        package init(rows: Int64, sum: String) {
            self.rows = rows
            self.sum = sum
        }
    }

    package var buckets: [Int: Bucket]

    package init(buckets: [Int: Bucket] = [:]) { self.buckets = buckets }

    package var rows: Int64 { buckets.values.reduce(0) { $0 + $1.rows } }

    package func differingBuckets(from other: TableDigest) -> [Int] {
        Set(buckets.keys).union(other.buckets.keys)
            .filter { buckets[$0] != other.buckets[$0] }.sorted()
    }
}

/// Rows of both sides that were not equal when first looked at, and what became of them.
///
/// Both sides change while they are compared. A row is settled as soon as one look finds it equal
/// on both. When the source's version stands still from one look to the next, the target's look in
/// between must have found it; a row whose target failed that three times running is different.
/// Once could be a row that was changed and changed back in between.
package struct RowDifferences: Hashable, Sendable {
    package struct Row: Hashable, Sendable {
        package let key: [String?]
        package init(key: [String?]) { self.key = key }

        /// Keys that only read the same are keys of two rows.
        package static func == (left: Row, right: Row) -> Bool {
            left.key.map { $0.map { ExactText($0) } } == right.key.map { $0.map { ExactText($0) } }
        }

        package func hash(into hasher: inout Hasher) {
            for value in key { hasher.combine(value.map { ExactText($0) }) }
        }
    }

    package private(set) var pending: Set<Row>
    package private(set) var proven: Set<Row> = []
    private var lastSource: [Row: String?] = [:]
    private var failures: [Row: Int] = [:]

    /// - Parameters: rows of the differing buckets, by key, with their hashes.
    package init(source: [Row: String], target: [Row: String]) {
        pending = Set(source.keys).union(target.keys).filter { source[$0] != target[$0] }
        for row in pending { lastSource[row] = .some(source[row]) }
    }

    package var isSettled: Bool { pending.isEmpty }

    /// Takes another look: the source first, the target after it had applied that much.
    package mutating func look(source: [Row: String], target: [Row: String]) {
        for row in pending {
            if source[row] == target[row] {
                pending.remove(row)
                continue
            }
            let stoodStill = lastSource[row].map { $0 == source[row] } ?? false
            failures[row] = stoodStill ? failures[row, default: 0] + 1 : 0
            lastSource[row] = .some(source[row])
            guard failures[row, default: 0] >= 3 else { continue }
            pending.remove(row)
            proven.insert(row)
        }
    }
}
