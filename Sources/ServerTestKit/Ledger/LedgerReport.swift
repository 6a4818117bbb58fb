/// How what the clients saw compares with what a server holds.
package struct LedgerReport: Hashable, Sendable {
    /// Entries of one kind: how many, and the first few.
    package struct Finding: Hashable, Sendable {
        package let count: Int
        package let samples: [LedgerEntry]

        package init(_ entries: some Collection<LedgerEntry>) {
            count = entries.count
            samples = Array(entries.sorted().prefix(10))
        }
    }

    package let acknowledged: Int
    /// Rows of the ledger, duplicates counted.
    package let rows: Int
    /// Acknowledged and not there.
    package let lost: Finding
    /// There more than once.
    package let duplicated: Finding
    /// Refused, and there all the same.
    package let refusedButPresent: Finding
    /// Outcome unknown to the client, and there: as good as not there.
    package let unknownAndPresent: Finding
    package let unknownAndAbsent: Finding
    /// There, and no client of these records wrote it.
    package let strangers: Finding

    /// Every acknowledged row is there once, and nothing that was refused.
    package var isClean: Bool {
        lost.count == 0 && duplicated.count == 0 && refusedButPresent.count == 0
    }

    /// Compares without asking anybody.
    package init(_ transactions: [TransactionRecord], rows: [LedgerEntry]) {
        let copies = rows.reduce(into: [LedgerEntry: Int]()) { $0[$1, default: 0] += 1 }
        var said: [Said: [LedgerEntry]] = [:]
        var known = Set<LedgerEntry>()
        for record in transactions {
            let isPresent = copies[record.entry] != nil
            said[Said(record.outcome, isPresent), default: []].append(record.entry)
            known.insert(record.entry)
        }
        func finding(_ kind: Said.Kind, _ isPresent: Bool) -> Finding {
            Finding(said[Said(kind: kind, isPresent: isPresent)] ?? [])
        }
        self.rows = rows.count
        lost = finding(.acknowledged, false)
        acknowledged = lost.count + finding(.acknowledged, true).count
        refusedButPresent = finding(.failed, true)
        unknownAndPresent = finding(.unknown, true)
        unknownAndAbsent = finding(.unknown, false)
        duplicated = Finding(copies.filter { $0.value > 1 }.keys)
        strangers = Finding(copies.keys.filter { !known.contains($0) })
    }

    /// What a client was told, and what the server holds.
    fileprivate struct Said: Hashable {
        enum Kind: Hashable { case acknowledged, failed, unknown }
        let kind: Kind
        let isPresent: Bool
    }
}

extension LedgerReport.Said {
    fileprivate init(_ outcome: TransactionRecord.Outcome, _ isPresent: Bool) {
        switch outcome {
        case .acknowledged: kind = .acknowledged
        case .failed: kind = .failed
        case .unknown: kind = .unknown
        }
        self.isPresent = isPresent
    }
}

extension LedgerReport: CustomStringConvertible {
    package var description: String {
        let kinds: [(String, Finding)] = [
            ("lost", lost), ("duplicated", duplicated),
            ("refused but present", refusedButPresent),
            ("unknown and present", unknownAndPresent), ("unknown and absent", unknownAndAbsent),
            ("of strangers", strangers),
        ]
        let seen = kinds.filter { $0.1.count > 0 || $0.0 == "lost" || $0.0 == "duplicated" }
        return
            (["\(acknowledged) acknowledged", "\(rows) rows"]
            + seen.map { name, finding in "\(finding.count) \(name)\(finding.examples)" })
            .joined(separator: ", ")
    }
}

extension LedgerReport.Finding {
    fileprivate var examples: String {
        samples.isEmpty
            ? "" : " (\(samples.prefix(3).map(\.description).joined(separator: "; ")))"
    }
}
