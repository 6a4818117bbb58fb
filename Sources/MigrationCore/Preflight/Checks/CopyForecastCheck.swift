/// The log that is written while the copy runs is kept for the slot, up to the file's ceiling.
struct CopyForecastCheck: PreflightCheck {
    let id = "server.copy-forecast"
    let title = "the log that the copy will hold back"
    let fine = "the log written during the copy stays below the limit"
    let unknownRefuses = false

    /// Bytes a second, a cautious guess where the file sets no rate.
    private static let copyRate: Int64 = 40 << 20

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        facts.movedBytes.and(facts.servers.source.walRate).findings(.source) { bytes, rate in
            let speed = max(1, file.limits.copyRate?.bytes ?? Self.copyRate)
            let time = Duration.seconds(Double(bytes) / Double(speed))
            let retained = ByteCount(Int64(Double(max(0, rate)) * time.seconds))
            let evidence =
                "\(ByteCount(bytes)) to copy, about \(time.readable) at "
                + "\(ByteCount(speed))/s; at \(ByteCount(rate))/s of WAL as just now "
                + "\(retained) would be held back, of \(file.limits.retainedWAL) allowed"
            guard retained > file.limits.retainedWAL else {
                return [Finding(.ok, .source, evidence)]
            }
            let wanted = (retained.bytes >> 30) * 2 + 1
            return [
                Finding(
                    .warning, .source, evidence, fix: .file("limits: {retained_wal: \(wanted)GB}"))
            ]
        }
    }
}

extension PreflightFacts {
    /// The size of all databases that are moved.
    var movedBytes: Observed<Int64> {
        let moved = databases.map { Set($0.map(\.name)) }
        switch servers.source.databases.and(moved) {
        case .unknown(let reason, let remedy): return .unknown(reason: reason, remedy: remedy)
        case .known((let entries, let names)):
            let sizes = entries.filter { names.contains($0.name) }.map(\.bytes)
            guard !sizes.contains(nil) else {
                return .unknown(
                    reason: "the size of a database is hidden",
                    remedy: "GRANT pg_read_all_stats TO \(ourRoleInSQL(.source));")
            }
            return .known(sizes.reduce(0) { $0 + ($1 ?? 0) })
        }
    }
}
