package import MigrationCore

extension MigrationRunner {
    /// Keeps a ready migration ready for a while: the way back close behind, the log in bounds.
    package func stayReady() async throws -> MigrationObservation {
        context.progress.report(.phase("wait for the window"))
        let seen = try await makeReady()
        if context.file.wayBack == .required {
            try await PerformLinkStep(context: context).advanceToEnd(seen.carrying.following)
        }
        try await Task.sleep(for: .seconds(5))
        return seen
    }

    /// What a run would do from here, in words; nothing is done.
    package func preview(_ seen: MigrationObservation) -> [String] {
        let databases = context.databases.map { quoted(identifier: $0) }.joined(separator: ", ")
        let file = context.file
        var slots = "one slot"
        if case .exactly(let count) = file.limits.streams, count > 1 {
            slots = "up to \(count) publications, slots and markers"
        }
        var steps: [String] = []
        if seen.copiedEpoch == nil || seen.copiedEpoch != seen.epoch {
            steps += [
                "on the source, in \(databases): a schema apus with journal and marker, "
                    + "publication \(context.names.publication), \(slots) for each database",
                "on the target: the source's roles, without LOGIN until the switchover",
                "on the target: \(databases), with the source's schema",
                "copy every row with \(file.limits.copyWorkers) jobs from one snapshot, building "
                    + "indexes behind it",
            ]
        }
        if seen.builtEpoch == nil || seen.builtEpoch != seen.epoch {
            steps.append("foreign keys, triggers and the rest of the schema; analyze")
        }
        if seen.switchovers == 0 {
            steps.append("subscribe the target and catch up")
            if file.wayBack == .required {
                steps.append(
                    "a slot on the target and a disabled subscription on the source: the "
                        + "way back")
            }
            if seen.verifiedEpoch == nil { steps.append("compare every row of both sides") }
        }
        switch file.switchOver {
        case .automatic: steps.append("switch over")
        case .window: steps.append("wait for the window, then switch over")
        case .byHand: steps.append("stop at ready: apus migrate switch-over is the next command")
        }
        return steps
    }
}
