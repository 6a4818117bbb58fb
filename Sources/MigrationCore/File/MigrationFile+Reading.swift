package import Diagnostics
import Yams

extension MigrationFile {
    /// Reads a migration file.
    ///
    /// - Parameters:
    ///   - text: the whole file.
    ///   - file: its name, for messages.
    /// - Returns: the file when nothing was wrong with it, and everything that was.
    package static func read(_ text: String, file: String) -> (MigrationFile?, [Diagnostic]) {
        let root: Node
        do {
            guard let node = try Yams.compose(yaml: text) else {
                return (nil, [notYAML("the file is empty", file, 1, 1)])
            }
            root = node
        } catch {
            return (nil, [complaint(about: error, file)])
        }
        var reader = SectionReader(file: file, path: "", node: root)
        let migration = reader.migrationFile()
        reader.reportUnknownKeys()
        let found = reader.diagnostics.sorted { ($0.place?.line ?? 0) < ($1.place?.line ?? 0) }
        return (found.isEmpty ? migration : nil, found)
    }

    private static func complaint(about error: any Error, _ file: String) -> Diagnostic {
        switch error as? YamlError {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            notYAML(problem, file, mark.line, mark.column)
        case .duplicatedKeysInMapping(let duplicates, let context):
            Diagnostic(
                .error, .fileDuplicateKey,
                "`\(duplicates.first ?? "?")` is given twice",
                at: Place(file: file, line: context.mark.line, column: context.mark.column))
        default: notYAML("\(error)", file, 1, 1)
        }
    }

    private static func notYAML(
        _ problem: String, _ file: String, _ line: Int, _ column: Int
    ) -> Diagnostic {
        Diagnostic(
            .error, .fileNotYAML, "the file is not YAML: \(problem)",
            hint: "apus migrate init writes a file to start from.",
            at: Place(file: file, line: line, column: column))
    }
}

extension SectionReader {
    fileprivate mutating func migrationFile() -> MigrationFile? {
        let name = migrationName()
        let source = required("source").map { server("source", $0) }
        let target = required("target").map { server("target", $0) }
        let databases = required("databases").map { databaseSelection($0) }
        let traffic = required("traffic").map { trafficEntry($0) }
        var migration = MigrationFile(
            name: name ?? "",
            servers: BothSides(source: source ?? .init(), target: target ?? .init()),
            databases: databases ?? .all, traffic: traffic ?? .none)
        readPolicies(into: &migration)
        readLimits(into: &migration.limits)
        migration.infrastructure = infrastructureEntry()
        checkOutputs(of: migration)
        return migration
    }

    private mutating func migrationName() -> String? {
        guard let node = required("migration"), let name = string(of: node, "migration") else {
            return nil
        }
        let plain = name.utf8.allSatisfy {
            (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F
        }
        if plain, (1...30).contains(name.utf8.count) { return name }
        complain(
            .fileWrongType,
            "`migration` must be 1 to 30 of a-z, 0-9 and _, not \"\(name)\"", at: node,
            hint: "It becomes a part of the names of slots and publications.")
        return nil
    }

    private mutating func databaseSelection(_ node: Node) -> DatabaseSelection {
        let names = strings(of: node, "databases")
        return names == ["all"] && node.scalar != nil ? .all : .named(names)
    }

    private mutating func readPolicies(into migration: inout MigrationFile) {
        if let value = choice("large_objects", LargeObjects.self) { migration.largeObjects = value }
        if let value = choice("unlogged_tables", UnloggedTables.self) {
            migration.unloggedTables = value
        }
        if let value = choice("tables_without_identity", TablesWithoutIdentity.self) {
            migration.tablesWithoutIdentity = value
        }
        if let value = choice("materialized_views", MaterializedViews.self) {
            migration.materializedViews = value
        }
        if let value = choice("way_back", WayBack.self) { migration.wayBack = value }
        if let value = choice("fence", Fence.self) { migration.fence = value }
        migration.programs = string("programs")
        if let policy = switchoverPolicy() { migration.switchOver = policy }
    }

    private mutating func switchoverPolicy() -> SwitchoverPolicy? {
        parsed(
            "switch_over", as: "`automatic`, `by_hand` or a window such as `02:00-04:30` (UTC)"
        ) { text in
            switch text {
            case "automatic": .automatic
            case "by_hand": .byHand
            default: window(text)
            }
        }
    }

    private mutating func readLimits(into limits: inout Limits) {
        guard var section = section("limits") else { return }
        let time = "a time with its unit, such as `500ms` or `2s`"
        let size = "a size with its unit, such as `64GB`"
        let positive = { (text: String) in Int(text).flatMap { $0 > 0 ? $0 : nil } }
        let duration = { (text: String) in Duration(parsing: text).flatMap { $0 > .zero ? $0 : nil }
        }
        limits.maxWritePause =
            section.parsed("max_write_pause", as: time, duration) ?? limits.maxWritePause
        limits.copyJobs =
            section.parsed("copy_jobs", as: "a number above zero", positive) ?? limits.copyJobs
        limits.streams =
            section.parsed(
                "streams", as: "`automatic` or a number from 1 to 16", StreamLimit.init(_:))
            ?? limits.streams
        limits.sourceConnections =
            section.parsed("source_connections", as: "a number of at least 6") { text in
                positive(text).flatMap { $0 >= 6 ? $0 : nil }
            } ?? limits.sourceConnections
        limits.retainedWAL =
            section.parsed("retained_wal", as: size, ByteCount.init(parsing:)) ?? limits.retainedWAL
        limits.lockTimeout =
            section.parsed("lock_timeout", as: time, duration) ?? limits.lockTimeout
        limits.copyRate = section.parsed(
            "copy_rate", as: size + " (each second)", ByteCount.init(parsing:))
        limits.statementRate = section.parsed(
            "statement_rate", as: "a number above zero", positive)
        limits.latencyCeiling = section.parsed("latency_ceiling", as: time, duration)
        limits.replicaLag = section.parsed("replica_lag", as: time, duration)
        limits.longestTransaction =
            section.parsed("longest_transaction", as: time, duration) ?? limits.longestTransaction
        limits.switchoverAttempts =
            section.parsed("switchover_attempts", as: "a number above zero", positive)
            ?? limits.switchoverAttempts
        limits.retryAfter = section.parsed("retry_after", as: time, duration) ?? limits.retryAfter
        limits.snapshotGrace =
            section.parsed("snapshot_grace", as: time, Duration.init(parsing:))
            ?? limits.snapshotGrace
        absorb(section)
    }
}

private func window(_ text: String) -> SwitchoverPolicy? {
    let ends = text.split(separator: "-").map(minutes)
    guard ends.count == 2, let from = ends[0], let to = ends[1], from != to else { return nil }
    return .window(from: from, to: to)
}

private func minutes(_ text: Substring) -> Int? {
    let parts = text.split(separator: ":").map { Int($0) }
    guard parts.count == 2, let hour = parts[0], let minute = parts[1],
        (0...23).contains(hour), (0...59).contains(minute)
    else { return nil }
    return hour * 60 + minute
}
