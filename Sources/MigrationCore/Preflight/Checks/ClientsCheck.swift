/// Who is connected, and who of them the pooler cannot hold.
struct ClientsCheck: PreflightCheck {
    let id = "clients.inventory"
    let title = "every client comes through the pooler"
    let fine = "no client is connected now"
    let unknownRefuses = false

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        facts.servers.source.sessions.and(facts.databases).findings(.source) { sessions, moved in
            let names = Set(moved.map(\.name))
            let clients = sessions.filter {
                $0.mayBeClient && !$0.isOurs && $0.database.map(names.contains) ?? false
                    && !ReservedNames.isRole($0.role ?? "")
            }
            if clients.contains(where: \.isHidden) {
                return [
                    Finding(
                        .unknown, .source,
                        "from where \(counted(clients.count, "client")) came is "
                            + "hidden", fix: facts.grant("pg_read_all_stats", on: .source))
                ]
            }
            let poolers = Self.poolerAddresses(file)
            let around = clients.filter { !poolers.contains($0.address ?? "local socket") }
            guard !clients.isEmpty else { return [] }
            guard !around.isEmpty, file.traffic != .none else {
                return [Finding(.ok, .source, Self.inventory(clients), "connected now")]
            }
            return [
                Finding(
                    .warning, .source, Self.inventory(around),
                    "connected now from an address that the file does not name as a pooler: the "
                        + "fence ends these sessions instead of holding them",
                    fix: .action("let them connect through the pooler, or expect them to reconnect")
                )
            ]
        }
    }

    /// Only addresses can be compared: the server does not know the names that the file uses.
    private static func poolerAddresses(_ file: MigrationFile) -> Set<String> {
        guard case .pgBouncer(let poolers) = file.traffic else { return [] }
        return Set(poolers.flatMap { [$0.admin["host"], $0.admin["hostaddr"]].compactMap { $0 } })
    }

    private static func inventory(_ sessions: [SessionFacts]) -> [String] {
        let groups = Dictionary(grouping: sessions) { session in
            "\(session.role ?? "?")@\(session.address ?? "local socket")"
                + (session.application.isEmpty ? "" : " \"\(session.application)\"")
        }
        return groups.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
            .map { "\($0.key) ×\($0.value.count)" }
    }
}
