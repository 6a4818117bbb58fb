/// One piece of the initial copy: a whole table, a range of its pages or of its keys, or a share in
/// writing what one session reads of either.
package struct CopyPart: Hashable, Sendable {
    /// Index of the table in the schedule.
    package let table: Int
    /// Pages of the heap, the last one excluded; nil stands for the whole table.
    package let pages: Range<Int64>?
    /// Values of an integer primary key, where the server cannot read a range of pages.
    package let keys: KeyRange?
    /// Estimated, for the order and for progress: of everything that its session reads.
    package let bytes: Int64
    /// Which of the workers that write the rows of one session; nil where one worker reads and
    /// writes.
    package var share: Int?

    package init(
        table: Int, pages: Range<Int64>?, keys: KeyRange? = nil, bytes: Int64, share: Int? = nil
    ) {
        self.table = table
        self.pages = pages
        self.keys = keys
        self.bytes = bytes
        self.share = share
    }

    /// One worker fills the table, in one transaction.
    package var isWhole: Bool { pages == nil && keys == nil && share == nil }

    /// What one session reads, whoever writes it.
    package var reading: CopyPart {
        var part = self
        part.share = nil
        return part
    }
}

/// Who does what next while rows are copied and indexes are built.
///
/// The largest pieces go first, so that no large one is left for the end. As soon as all pieces of
/// a table are in, its indexes may be built; they take at most half of the workers while there is
/// still something to copy, because a copy waits for the network and a build for the processor.
package struct CopySchedule: Hashable, Sendable {
    package enum Work: Hashable, Sendable {
        case copy(CopyPart)
        /// One index of a table: its place in the table's list.
        case build(table: Int, index: Int)
        /// What needs a table to itself, once all of its indexes are there.
        case complete(table: Int)

        package var table: Int {
            switch self {
            case .copy(let part): part.table
            case .build(let table, _), .complete(let table): table
            }
        }
    }

    private var parts: [CopyPart]
    private var missingParts: [Int: Int]
    private let indexes: [Int]
    private var missingIndexes: [Int: Int] = [:]
    private var builds: [Work] = []
    private var running: Set<Work> = []
    private let workers: Int
    package private(set) var finishedTables: Set<Int> = []

    /// - Parameters:
    ///   - parts: every piece of every table.
    ///   - indexes: how many indexes each table gets, by the table's index.
    ///   - completed: tables that something is left for when their indexes are built.
    ///   - copied: tables whose rows an earlier run copied; they have no parts.
    package init(
        parts: [CopyPart], indexes: [Int], completed: Set<Int> = [], copied: Set<Int> = [],
        workers: Int
    ) {
        self.parts = parts.sorted { $0.isBehind($1) }
        self.indexes = indexes
        for table in completed { missingIndexes[table] = indexes[table] }
        self.workers = max(1, workers)
        missingParts = parts.reduce(into: [:]) { $0[$1.table, default: 0] += 1 }
        for table in copied.sorted() { finishRows(of: table) }
    }

    package var isDone: Bool { parts.isEmpty && builds.isEmpty && running.isEmpty }

    /// Takes the next piece of work; nil when there is none now.
    package mutating func take() -> Work? {
        let building = running.count { if case .copy = $0 { false } else { true } }
        let mayBuild = parts.isEmpty || building < max(1, workers / 2)
        let work: Work? =
            if mayBuild, !builds.isEmpty {
                builds.removeFirst()
            } else {
                parts.popLast().map { .copy($0) }
            }
        if let work { running.insert(work) }
        return work
    }

    package mutating func finish(_ work: Work) {
        running.remove(work)
        switch work {
        case .copy(let part): finishPart(of: part.table)
        case .build(let table, _): finishIndex(of: table)
        case .complete: break
        }
    }

    private mutating func finishPart(of table: Int) {
        guard let left = missingParts[table] else { return }
        missingParts[table] = left - 1
        if left == 1 { finishRows(of: table) }
    }

    private mutating func finishRows(of table: Int) {
        finishedTables.insert(table)
        builds += (0..<indexes[table]).map { .build(table: table, index: $0) }
        if missingIndexes[table] == 0 { builds.append(.complete(table: table)) }
    }

    private mutating func finishIndex(of table: Int) {
        guard let left = missingIndexes[table] else { return }
        missingIndexes[table] = left - 1
        if left == 1 { builds.append(.complete(table: table)) }
    }
}

extension CopyPart {
    /// What several workers write goes first, so that all of them are there for it; of that the
    /// first shares, so that each reading has a writer as soon as there are as many workers.
    fileprivate func isBehind(_ other: CopyPart) -> Bool {
        if (share == nil) != (other.share == nil) { return share == nil }
        if bytes != other.bytes { return bytes < other.bytes }
        return (table, share ?? 0) > (other.table, other.share ?? 0)
    }
}

/// Cuts a table into as many ranges of pages; the last is open to the end, because the table may
/// have grown since somebody asked for its pages.
package func copyParts(table: Int, bytes: Int64, pages: Int64, readers: Int) -> [CopyPart] {
    let count = min(Int64(readers), pages)
    guard count > 1 else { return [CopyPart(table: table, pages: nil, bytes: bytes)] }
    let size = (pages + count - 1) / count
    return (0..<count).compactMap { index in
        let start = index * size
        guard start < pages else { return nil }
        let isLast = start + size >= pages
        return CopyPart(
            table: table, pages: start..<(isLast ? Int64(UInt32.max) : start + size),
            bytes: bytes / count)
    }
}

/// Cuts a table at values of its key; the first part and the last are open, because the table may
/// have grown since somebody looked for the values.
///
/// - Parameter bounds: in ascending order, each once.
package func copyParts(table: Int, bytes: Int64, bounds: [Int64]) -> [CopyPart] {
    guard !bounds.isEmpty else { return [CopyPart(table: table, pages: nil, bytes: bytes)] }
    let ends: [Int64?] = [nil] + bounds + [nil]
    return zip(ends, ends.dropFirst()).map { from, upTo in
        CopyPart(
            table: table, pages: nil, keys: KeyRange(from: from, upTo: upTo),
            bytes: bytes / Int64(bounds.count + 1))
    }
}

/// A share in each part for every worker: whoever has nothing else to do writes what is read.
package func shares(of parts: [CopyPart], workers: Int) -> [CopyPart] {
    parts.flatMap { part in
        (0..<workers).map { share in
            var part = part
            part.share = share
            return part
        }
    }
}

/// Sessions that read one large table at once.
///
/// Reading a row costs a server about a quarter to a half of what writing it does, so one session
/// keeps some workers busy. And a table that is read as a whole goes through a few of the source's
/// buffers, which is what the server does with large sequential scans: a range of its pages goes
/// through all of them, pushes out what clients need, and takes a fifth more of the processor.
package func readerCount(workers: Int) -> Int { max(1, workers / 4) }

/// Bytes; the rows of a smaller table are not worth several writers.
package let smallestShared: Int64 = 32 << 20

/// Bytes up to which one worker copies a table of a database by itself, because the workers share the
/// tables evenly anyway; its rows arrive frozen then.
///
/// - Parameter total: bytes of all tables.
package func sharingThreshold(total: Int64, workers: Int) -> Int64 {
    max(smallestShared, total / Int64(4 * max(1, workers)))
}
