import ForgeTestKit

/// What a simulated fleet's course was, in a few lines.
struct FleetReportText {
    let settings: FleetSimulation.Settings
    let outcome: FleetSimulation.Outcome
    let verdict: FleetSimulation.Verdict

    func print() {
        Swift.print(lines.map { "\($0.padded(to: 12)) \($1)" }.joined(separator: "\n"))
    }

    private var lines: [(String, String)] {
        [
            (
                "fleet",
                "\(settings.repositories) repositories, 3 features, \(settings.changes) central "
                    + "changes in 3 waves, \(outcome.rollouts) of which were offered to the last; "
                    + "seed \(settings.seed)"
            ), ("runs", "\(outcome.runs), \(outcome.kills.count) of them killed: \(kills)"),
            ("failures", failures), ("people", people), ("", merges),
            (
                "requests",
                "\(outcome.requests) opened, \(verdict.withdrawn) closed as obsolete; "
                    + "\(outcome.calls) calls to the forge"
            ), ("judged", judged), ("", judgedPeople),
        ]
    }

    private var kills: String {
        let effects = outcome.kills.compactMap {
            if case .effect(let count) = $0 { count } else { nil }
        }
        let calls = outcome.kills.compactMap {
            if case .call(let count) = $0 { count } else { nil }
        }
        return "\(effects.count) at an effect\(places(effects)); "
            + "\(calls.count) at a call to the forge\(places(calls))"
    }

    /// How far the runs came.
    private func places(_ counts: [Int]) -> String {
        guard let first = counts.min(), let last = counts.max() else { return "" }
        return ", number \(first) to \(last)"
    }

    private var failures: String {
        let faults = outcome.faults
        return "\(faults.all) calls failed (\(faults.refused) refused, \(faults.answersLost) done "
            + "with the answer lost, \(faults.limited) over a limit); a repository could not be "
            + "reached in \(outcome.outages) rounds"
    }

    private var people: String {
        "\(outcome.edits) edits by hand, \(outcome.aimedEdits) where the centre was about to change; "
            + "\(outcome.branchCommits) commits on branches, \(outcome.branchEdits) of them edits; "
            + "\(outcome.actsInRuns) people came in the middle of a run"
    }

    private var merges: String {
        "\(outcome.merges) merges, \(outcome.collisions) collisions, \(outcome.settledByHand) of "
            + "them settled by hand; \(outcome.declines) requests declined, "
            + "\(outcome.takenByHand) changes taken over by hand"
    }

    private var judged: String {
        "\(verdict.repositories) repositories, \(verdict.files) files byte by byte, "
            + "\(verdict.requests) requests"
    }

    private var judgedPeople: String {
        "\(verdict.edits) edits (\(verdict.unjoinedEdits) kept against a change of the centre), "
            + "\(verdict.commits) commits on bases, \(verdict.peoplesFiles) files on branches"
    }
}

extension FleetSimulation.Settings {
    /// What a fleet of full size has to have gone through before its good end says anything.
    func missing(in outcome: FleetSimulation.Outcome) -> [String] {
        guard repositories >= 1000, changes >= 20 else { return [] }
        let amounts = [
            ("edits by hand", outcome.edits, 200), ("aimed edits", outcome.aimedEdits, 20),
            ("commits on branches", outcome.branchCommits, 50),
            ("kills", outcome.kills.count, 20), ("failed calls", outcome.faults.all, 100),
            ("outages", outcome.outages, 24),
            ("changes that reached the last wave", outcome.rollouts, 2),
        ]
        return amounts.compactMap { what, count, least in
            count < least ? "too quiet a course: \(count) \(what), and not \(least)" : nil
        }
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}
