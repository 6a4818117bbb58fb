/// Judges one change of a plan by what is known of its type.
struct Judge {
    let knowledge: Knowledge
    let renames: Renames

    func judge(_ change: ResourceChange) -> JudgedChange {
        let rule = knowledge.rule(for: change.type, change.change.before, change.change.after)
        let restarts = rule.map { RestartCauses(change.change, rule: $0).all } ?? []
        let verdict = verdict(change.change.action, restarts: restarts)
        var judged = JudgedChange(
            address: change.address, previousAddress: change.previousAddress,
            deposed: change.deposed, type: change.type, kind: rule?.kind,
            isStateful: rule?.isStateful ?? false, verdict: verdict,
            reasons: reasons(change, verdict, restarts), findings: [],
            isImported: change.change.importedID != nil)
        if let rule { judged.findings = findings(change, rule, verdict, restarts) }
        return judged
    }

    private func verdict(_ action: PlannedAction, restarts: [String]) -> Verdict {
        switch action {
        case .keep: .keeps
        case .create: .creates
        case .read: .reads
        case .update: restarts.isEmpty ? .updatesInPlace : .restarts
        case .delete: .destroys
        case .deleteThenCreate, .createThenDelete, .forgetAndCreate: .replaces
        case .forget: .releases
        }
    }

    // MARK: Reasons

    private func reasons(
        _ change: ResourceChange, _ verdict: Verdict, _ restarts: [String]
    ) -> [String] {
        var reasons: [String] = []
        if let previous = change.previousAddress { reasons.append("moved from \(previous)") }
        if change.change.importedID != nil { reasons.append("imported") }
        if verdict == .replaces {
            let paths = Set(change.change.replacePaths.map(\.description)).sorted()
            if !paths.isEmpty { reasons.append("\(paths.joined(separator: ", ")) forces it") }
            if change.change.action == .createThenDelete {
                reasons.append("the new one is made first")
            }
            if change.change.action == .forgetAndCreate {
                reasons.append("the old one is left standing")
            }
        }
        if let words = change.reason.flatMap({ Self.words[$0] }) { reasons.append(words) }
        return verdict == .restarts ? reasons + restarts : reasons
    }

    private static let words = [
        "replace_because_tainted": "it is marked as tainted",
        "replace_by_request": "-replace asks for it",
        "replace_by_triggers": "replace_triggered_by asks for it",
        "delete_because_no_resource_config": "it is not in the configuration any more",
        "delete_because_no_module": "its module is not in the configuration any more",
        "delete_because_wrong_repetition": "count or for_each came or went",
        "delete_because_count_index": "count is smaller than its index",
        "delete_because_each_key": "for_each has no such key any more",
        "delete_because_no_move_target": "it was moved to where nothing is configured",
    ]

    // MARK: Findings

    private func findings(
        _ change: ResourceChange, _ rule: ResourceRule, _ verdict: Verdict, _ restarts: [String]
    ) -> [JudgedChange.Finding] {
        switch verdict {
        case .destroys: loss(.destroysData, change, rule)
        case .replaces: loss(.replacesData, change, rule)
        case .creates, .releases: changeOfServer(change, rule)
        case .keeps, .reads: []
        case .updatesInPlace, .restarts:
            (rule.kind.isDatabase ? restarts : []).map {
                JudgedChange.Finding(
                    harm: .restartsDatabase, cause: $0,
                    hint: "Apply it at a time when a restart is acceptable.")
            } + switchedOff(change.change, rule)
        }
    }

    private func loss(
        _ harm: Harm, _ change: ResourceChange, _ rule: ResourceRule
    ) -> [JudgedChange.Finding] {
        let finding = JudgedChange.Finding(
            harm: lossOfKind(harm, rule.kind), cause: cause(change), hint: hint(change))
        return (rule.isStateful ? [finding] : []) + changeOfServer(change, rule)
    }

    /// Losing what protects is not losing data.
    private func lossOfKind(_ harm: Harm, _ kind: ResourceRule.Kind) -> Harm {
        kind == .lock ? .turnsOffProtection : harm
    }

    private func cause(_ change: ResourceChange) -> String {
        if change.deposed != nil { return "it is left over from a replacement" }
        let reasons = reasons(change, verdict(change.change.action, restarts: []), [])
        return reasons.isEmpty ? "the plan does not say why" : reasons.joined(separator: "; ")
    }

    private func hint(_ change: ResourceChange) -> String? {
        if let new = renames.newAddress(of: change) {
            return """
                If it is the same object under a new name, add:
                moved {
                  from = \(change.address)
                  to   = \(new)
                }
                """
        }
        // `removed` takes no keys: it would let go of every instance.
        guard change.change.action == .delete, change.deposed == nil,
            let address = ResourceAddress(change.address), address == address.withoutKeys
        else { return nil }
        return """
            To let go of it without destroying it, take it out of the configuration and add:
            removed {
              from = \(address)
              lifecycle {
                destroy = false
              }
            }
            """
    }

    /// A setting that is a resource of its own and restarts its server when it comes or goes.
    private func changeOfServer(
        _ change: ResourceChange, _ rule: ResourceRule
    ) -> [JudgedChange.Finding] {
        guard rule.restartsServerWhenMade, change.change.action != .forget else { return [] }
        return [
            JudgedChange.Finding(
                harm: .restartsDatabase, cause: "\(change.address) comes or goes", hint: nil)
        ]
    }

    private func switchedOff(_ change: Change, _ rule: ResourceRule) -> [JudgedChange.Finding] {
        [(Harm.turnsOffBackups, rule.backups), (.turnsOffProtection, rule.protection)]
            .flatMap { harm, switches in
                switches.compactMap { cause(change, $0) }
                    .map { JudgedChange.Finding(harm: harm, cause: $0, hint: nil) }
            }
    }

    /// Why a switch that was on is on no more, or may be.
    private func cause(_ change: Change, _ item: ResourceRule.Switch) -> String? {
        guard item.isOn(in: change.before) == true else { return nil }
        if item.attribute.isMarked(in: change.afterUnknown) {
            return "\(item.attribute) is on, and what it becomes is known only after apply"
        }
        guard item.isOn(in: change.after) != true else { return nil }
        return AttributeChange(item.attribute, in: change).description
    }
}

extension ResourceRule.Kind {
    /// Whether its restart is felt by those who use a database.
    var isDatabase: Bool {
        switch self {
        case .databaseServer, .replica, .database, .settings, .cache: true
        case .role, .table, .disk, .fileSystem, .bucket, .key, .secret, .network, .zone, .cluster,
            .backup, .lock:
            false
        }
    }
}
