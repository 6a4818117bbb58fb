/// Replication runs from server to server: what we can reach, they may not.
struct PeerPathCheck: PreflightCheck {
    let id = "network.path"
    let title = "each server reaches the other"
    let fine = "each server that has to connected to the other as replication will"
    /// Trying takes CREATE in a database that is there already, which the migration itself does not
    /// need: it tries again in its own database, before the first row is copied.
    let unknownRefuses = false

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        Side.allCases.filter { file.publishes($0) }.flatMap { side in
            facts.servers[side].reachedByPeer.findings(side.other) { path in
                guard case .fails(let words) = path else { return [] }
                return [
                    Finding(
                        .blocker, side.other,
                        "tried to connect to the \(side), and failed: \(words)",
                        fix: .file(
                            "\(side): {seen_from_peer: {host: …, port: …}} with the address under "
                                + "which the \(side.other) reaches it"))
                ]
            }
        }
    }
}
