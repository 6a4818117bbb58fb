import Diagnostics

/// Compares what the state says of a server with where a migration reaches it.
///
/// Names and addresses of a host are compared by whoever can ask the network: `resolve` answers
/// with every address of a name.
package struct StateAgreement: Sendable {
    package enum Answer: Hashable, Sendable {
        case agrees(String)
        case differs(String, hint: String?)
        /// It cannot be told, and what would make it known.
        case unknown(String, hint: String?)
    }

    private let state: StateFile
    private let knowledge: Knowledge
    private let redaction: Redaction
    private let resolve: @Sendable (String) -> Set<String>

    package init(
        _ state: StateFile, knowledge: Knowledge, redaction: Redaction,
        resolve: @escaping @Sendable (String) -> Set<String>
    ) {
        self.state = state
        self.knowledge = knowledge
        self.redaction = redaction
        self.resolve = resolve
    }

    /// - Parameters:
    ///   - address: of the resource that is meant to be the server.
    ///   - hosts: under which the migration, its peer and its pooler reach the server.
    package func of(_ address: String, reachedAt hosts: [String]) -> Answer {
        guard let instance = state.instance(at: address) else { return missing(address) }
        guard let rule = knowledge.rule(for: instance.type, instance.attributes) else {
            return .unknown(
                "nothing is known about the type \(instance.type)",
                hint: "Describe it in a file, and name it as infrastructure.knowledge.")
        }
        guard rule.kind == .databaseServer || rule.kind == .replica else {
            return .differs("\(address) is a \(rule.kind.rawValue), not a server", hint: nil)
        }
        let known = rule.endpoints.flatMap { $0.values(in: instance.attributes) }
            .compactMap(\.scalarText).filter { !$0.isEmpty }
        return compare(address, known, hosts)
    }

    /// The major version that the state gives a server: 15 of `POSTGRES_15` and of `15.4`.
    package func major(of address: String) -> Int? {
        guard let instance = state.instance(at: address),
            let path = knowledge.rule(for: instance.type, instance.attributes)?.shown["version"],
            let text = path.values(in: instance.attributes).first?.scalarText
        else { return nil }
        return Int(text.drop { !$0.isNumber }.prefix { $0.isNumber })
    }

    private func missing(_ address: String) -> Answer {
        let servers = state.instances.filter {
            knowledge.rule(for: $0.type, $0.attributes)?.kind == .databaseServer
        }.map(\.address)
        let near = nearestName(to: address, among: servers).map { "Did you mean \($0)? " } ?? ""
        return .differs(
            "the state has no \(address)",
            hint: servers.isEmpty
                ? "The state has no database server at all: is it the right folder and workspace?"
                : near + "Servers in the state: \(servers.joined(separator: ", ")).")
    }

    private func compare(_ address: String, _ known: [String], _ hosts: [String]) -> Answer {
        guard !known.isEmpty, !hosts.isEmpty else {
            return .unknown(
                known.isEmpty
                    ? "the state does not say where \(address) is reached"
                    : "the migration file does not say which host it is",
                hint: "Give `host` in the migration file, and `endpoints` in the rule.")
        }
        let there = known.map(Self.withoutPort)
        let reached = Set(hosts).union(hosts.flatMap(resolve))
        if !reached.isDisjoint(with: Set(there).union(there.flatMap(resolve))) {
            return .agrees("\(address) is reached where the migration reaches it")
        }
        let shown = redaction.apply(
            to: "the state says \(known.joined(separator: ", ")), the migration file "
                + hosts.joined(separator: ", "))
        if hosts.contains(where: Self.isHere) {
            return .unknown(
                "\(address) is behind something on this machine: \(shown)",
                hint: "Give the real host in seen_from_peer or seen_from_pooler.")
        }
        return .differs(
            "\(address) is another server: \(shown)",
            hint: "Name the right address in `infrastructure`, or the right host.")
    }

    private static func isHere(_ host: String) -> Bool {
        host == "localhost" || host == "::1" || host.hasPrefix("127.") || host.hasPrefix("/")
    }

    /// AWS writes `host:5432`; an IPv6 address has more than one colon.
    private static func withoutPort(_ endpoint: String) -> String {
        let parts = endpoint.split(separator: ":", omittingEmptySubsequences: false)
        return parts.count == 2 && Int(parts[1]) != nil ? String(parts[0]) : endpoint
    }
}
