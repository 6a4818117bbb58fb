/// A server that subscribes to itself waits for itself for ever, so the two must be two.
struct SameServerCheck: PreflightCheck {
    let id = "server.distinct"
    let title = "source and target are two servers"
    let fine = "source and target are two servers"

    /// To the microsecond, and no two postmasters of one machine share it.
    static func isOneServer(_ facts: PreflightFacts) -> Bool {
        guard let source = facts.servers.source.identity.value,
            let target = facts.servers.target.identity.value
        else { return false }
        return source.startedAt == target.startedAt
    }

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        facts.servers.source.identity.and(facts.servers.target.identity).findings(nil) {
            _, _ in
            if Self.isOneServer(facts) {
                return [
                    Finding(
                        .blocker,
                        "both connections lead to the server that started at the same "
                            + "microsecond: it is one server",
                        fix: .file("target: {host: …} with the host or port of the other server"))
                ]
            }
            return copyOfSource(facts)
        }
    }

    private func copyOfSource(_ facts: PreflightFacts) -> [Finding] {
        guard let source = facts.servers.source.systemIdentifier.value,
            source == facts.servers.target.systemIdentifier.value
        else { return [] }
        return [
            Finding(
                .warning, .target,
                "has the source's system identifier \(source): it was made from "
                    + "a physical copy of the source",
                fix: .action("make sure that this is the server you mean to move to"))
        ]
    }
}
