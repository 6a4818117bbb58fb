/// One piece of the initial copy: a whole table, or a range of its pages or of its keys.
package struct CopyPart: Hashable, Sendable {
    /// Index of the table in the schedule.
    package let table: Int
    /// Pages of the heap, the last one excluded; nil stands for the whole table.
    package let pages: Range<Int64>?
    /// Values of an integer primary key, where the server cannot read a range of pages.
    package let keys: KeyRange?
    /// Estimated, for the order and for progress.
    package let bytes: Int64

    package init(table: Int, pages: Range<Int64>?, keys: KeyRange? = nil, bytes: Int64) {
        self.table = table
        self.pages = pages
        self.keys = keys
        self.bytes = bytes
    }

    package var isWhole: Bool { pages == nil && keys == nil }
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

        package var table: Int {
            switch self {
            case .copy(let part): part.table
            case .build(let table, _): table
            }
        }
    }

    private var parts: [CopyPart]
    private var missingParts: [Int: Int]
    private let indexes: [Int]
    private var builds: [Work] = []
    private var running: Set<Work> = []
    private let workers: Int
    package private(set) var finishedTables: Set<Int> = []

    /// - Parameters:
    ///   - parts: every piece of every table.
    ///   - indexes: how many indexes each table gets, by the table's index.
    package init(parts: [CopyPart], indexes: [Int], workers: Int) {
        self.parts = parts.sorted { ($0.bytes, $1.table) < ($1.bytes, $0.table) }
        self.indexes = indexes
        self.workers = max(1, workers)
        missingParts = parts.reduce(into: [:]) { $0[$1.table, default: 0] += 1 }
    }

    package var isDone: Bool { parts.isEmpty && builds.isEmpty && running.isEmpty }

    /// Takes the next piece of work; nil when there is none now.
    package mutating func take() -> Work? {
        let building = running.count { if case .build = $0 { true } else { false } }
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
        guard case .copy(let part) = work, let left = missingParts[part.table] else { return }
        missingParts[part.table] = left - 1
        guard left == 1 else { return }
        finishedTables.insert(part.table)
        builds += (0..<indexes[part.table]).map { .build(table: part.table, index: $0) }
    }
}

/// Cuts a table into ranges of pages.
///
/// - Parameters:
///   - pages: of the heap at the time of asking; the last part is open to the end, because the
///     table may have grown until the snapshot.
package func copyParts(
    table: Int, bytes: Int64, pages: Int64, splittable: Bool, jobs: Int,
    threshold: Int64 = smallestSplit
) -> [CopyPart] {
    let wanted = Int64(copyPartCount(bytes: bytes, jobs: jobs, threshold: threshold))
    guard splittable, wanted > 1, pages > 1 else {
        return [CopyPart(table: table, pages: nil, bytes: bytes)]
    }
    let count = min(wanted, pages)
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

/// Bytes; no smaller table is worth parts.
package let smallestSplit: Int64 = 96 << 20

/// Bytes up to which a table of a database stays whole, because the workers share the tables evenly
/// anyway.
///
/// A table that is read as a whole goes through a few pages of the source's buffers, which is what
/// the server does with large sequential scans; a range of pages goes through all of them, pushes
/// out what clients need, and takes a fifth more of the processor.
///
/// - Parameter total: bytes of all tables.
package func splitThreshold(total: Int64, jobs: Int) -> Int64 {
    max(smallestSplit, total / Int64(4 * max(1, jobs)))
}

/// How many parts a table of this size is worth; one where it should stay whole. Parts are equal, so
/// they come in whole rounds of the workers: one that is left over would keep one worker busy and the
/// others waiting.
package func copyPartCount(bytes: Int64, jobs: Int, threshold: Int64 = smallestSplit) -> Int {
    guard jobs > 1, bytes > threshold else { return 1 }
    let rounds = (bytes / (threshold / 2) + Int64(jobs) - 1) / Int64(jobs)
    return Int(min(4, max(1, rounds))) * jobs
}
