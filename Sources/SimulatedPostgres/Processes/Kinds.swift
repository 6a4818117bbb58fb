import MigrationCore

/// Names without what they carry, by which coverage counts.
extension Switchover.State {
    var kind: String { name(of: self) }
}

extension Switchover.Reason {
    var kind: String {
        switch self {
        case .deadlinePassed: "deadline passed"
        case .failed: "failed"
        case .interrupted: "interrupted"
        case .settledElsewhere: "settled elsewhere"
        }
    }
}

extension MigrationStep {
    var kind: String { name(of: self) }

    /// What a process has done for a step that others do for it.
    func work(_ seen: MigrationObservation, _ copy: Copy) -> Work? {
        switch self {
        case .begin: .writeJournal
        case .startOver: .startOver(discarding: copy)
        case .copy: .copy
        case .build: .build(epoch: seen.epoch ?? "")
        case .link(let step): .link(step)
        case .addStreams: .addStreams
        case .verify: .verify(epoch: seen.epoch ?? "")
        case .finish: .clearAway(.finishing)
        case .abort: .clearAway(.aborting)
        case .settle, .catchUp, .ready, .stop: nil
        }
    }
}

private func name(of value: some Any) -> String {
    String("\(value)".prefix { $0 != "(" })
}
