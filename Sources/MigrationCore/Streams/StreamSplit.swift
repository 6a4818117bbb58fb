/// Which tables of a database travel together, when its changes take several streams.
///
/// Within a stream changes arrive in the order of their commits; between streams they do not. So
/// tables that one statement may change together stay together: those that foreign keys join
/// (`TRUNCATE … CASCADE` names them all, and the subscriber refuses to empty a part of them), and
/// those of one partitioned or inherited table.
package struct StreamSplit: Hashable, Sendable {
    /// The tables of each stream, in the order in which they were given.
    package private(set) var streams: [[QualifiedName]]

    /// One table, and what it adds to the work of its stream.
    package struct Table: Hashable, Sendable {
        package let name: QualifiedName
        /// Rows that are inserted, updated and deleted in any time that is the same for all tables.
        package let changes: Int64
        package let bytes: Int64

        package init(_ name: QualifiedName, changes: Int64 = 0, bytes: Int64 = 0) {
            self.name = name
            self.changes = changes
            self.bytes = bytes
        }
    }

    /// Two relations that must not part; the root of partitions is one, though it holds no rows.
    package struct Bond: Hashable, Sendable {
        package let one: QualifiedName
        package let other: QualifiedName

        package init(_ one: QualifiedName, _ other: QualifiedName) {
            self.one = one
            self.other = other
        }
    }

    /// Splits tables anew, the heaviest group first, each into the stream that has least to do.
    ///
    /// - Parameter bound: how many streams there may be; fewer when there are fewer groups.
    package init(_ tables: [Table], bonds: [Bond], bound: Int) {
        let load = Load(tables)
        let groups = Groups(tables, bonds).list
            .map { (tables: $0, load: load.of($0)) }
            .sorted {
                ($1.load, $0.tables[0].name) < ($0.load, $1.tables[0].name)
            }
        let count = max(1, min(bound, groups.count))
        var loads = Array(repeating: 0.0, count: count)
        var homes: [QualifiedName: Int] = [:]
        for group in groups {
            let lightest = loads.indices.min { (loads[$0], $0) < (loads[$1], $1) } ?? 0
            loads[lightest] += group.load
            for table in group.tables { homes[table.name] = lightest }
        }
        share = loads.max() ?? 1
        streams = Self.streams(tables.map(\.name), homes, count)
    }

    /// Keeps tables where they are and finds a place for new ones.
    ///
    /// - Parameters:
    ///   - homes: the stream of each table that has one.
    ///   - count: how many streams there are.
    package init(
        keeping homes: [QualifiedName: Int], count: Int, _ tables: [Table], bonds: [Bond]
    ) {
        var homes = homes.filter { $0.value < count }
        for group in Groups(tables, bonds).list {
            let relatives = group.compactMap { homes[$0.name] }
            let sizes = (0..<count).map { stream in homes.values.count { $0 == stream } }
            let emptiest = sizes.indices.min { (sizes[$0], $0) < (sizes[$1], $1) } ?? 0
            let home = relatives.min() ?? emptiest
            for table in group where homes[table.name] == nil { homes[table.name] = home }
        }
        share = 1
        streams = Self.streams(tables.map(\.name), homes, count)
    }

    /// The part of all work that the busiest stream has, from 0 to 1.
    package let share: Double

    /// Whether several streams would hold noticeably more than one.
    package var helps: Bool { streams.count > 1 && share <= 0.9 }

    private static func streams(
        _ tables: [QualifiedName], _ homes: [QualifiedName: Int], _ count: Int
    ) -> [[QualifiedName]] {
        (0..<count).map { stream in tables.filter { homes[$0] ?? 0 == stream } }
    }
}

/// What a group is of the whole: its changes above all, its size where nothing was counted, and
/// the number of its tables where the server knows nothing of them yet.
private struct Load {
    private let count: Double
    private let changes: Double
    private let bytes: Double

    init(_ tables: [StreamSplit.Table]) {
        count = Double(tables.count)
        changes = Double(tables.reduce(0) { $0 + $1.changes })
        bytes = Double(tables.reduce(0) { $0 + $1.bytes })
    }

    func of(_ tables: [StreamSplit.Table]) -> Double {
        guard changes + bytes > 0 else { return Double(tables.count) / max(count, 1) }
        let change = tables.reduce(0) { $0 + Double($1.changes) } / max(changes, 1)
        let size = tables.reduce(0) { $0 + Double($1.bytes) } / max(bytes, 1)
        guard changes > 0, bytes > 0 else { return change + size }
        return change * 0.9 + size * 0.1
    }
}

/// Tables that bonds join, directly or through others.
private struct Groups {
    private var parents: [QualifiedName: QualifiedName] = [:]
    private(set) var list: [[StreamSplit.Table]] = []

    init(_ tables: [StreamSplit.Table], _ bonds: [StreamSplit.Bond]) {
        for bond in bonds { join(bond.one, bond.other) }
        var places: [QualifiedName: Int] = [:]
        for table in tables {
            let root = self.root(of: table.name)
            if let place = places[root] {
                list[place].append(table)
            } else {
                places[root] = list.count
                list.append([table])
            }
        }
    }

    private mutating func root(of name: QualifiedName) -> QualifiedName {
        var root = name
        while let parent = parents[root] { root = parent }
        // The way is short the next time.
        var step = name
        while let parent = parents[step] {
            parents[step] = root
            step = parent
            if step == root { break }
        }
        return root
    }

    private mutating func join(_ one: QualifiedName, _ other: QualifiedName) {
        let first = root(of: one)
        let second = root(of: other)
        if first != second { parents[first] = second }
    }
}
