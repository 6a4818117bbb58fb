import Yams

/// libpq's connection keywords that may stand in a file; `password` and `dbname` have places of
/// their own, and `options` and `replication` are ours to set.
private let connectionKeywords = [
    "host", "hostaddr", "port", "user", "service", "passfile", "connect_timeout", "sslmode",
    "sslrootcert", "sslcert", "sslkey", "sslcrl", "sslsni", "ssl_min_protocol_version",
    "channel_binding", "gssencmode", "krbsrvname", "require_auth", "target_session_attrs",
    "tcp_user_timeout", "keepalives", "keepalives_idle", "keepalives_interval", "keepalives_count",
]

extension SectionReader {
    mutating func server(_ key: String, _ node: Node) -> ServerEntry {
        var section = section(key, node)
        var entry = ServerEntry(keywords: section.connection())
        entry.password = section.passwordSource()
        entry.fromOutput = section.string("from_output")
        entry.maintenanceDatabase = section.string("maintenance_database") ?? "postgres"
        if var peer = section.section("seen_from_peer") {
            entry.seenFromPeer = peer.connection()
            section.absorb(peer)
        }
        if var pooler = section.section("seen_from_pooler") {
            entry.seenFromPooler["host"] = pooler.string("host")
            entry.seenFromPooler["port"] = pooler.string("port")
            section.absorb(pooler)
        }
        absorb(section)
        return entry
    }

    private mutating func connection() -> [String: String] {
        var keywords: [String: String] = [:]
        for keyword in connectionKeywords {
            if let value = string(keyword) { keywords[keyword] = value }
        }
        return keywords
    }

    private mutating func passwordSource() -> PasswordSource? {
        guard let node = value("password") else { return nil }
        guard node.mapping != nil else {
            complain(
                .fileWrongType, "`password` must say where the password is, not what it is",
                at: node,
                hint: "Write `password: {env: NAME}` or `password: {file: PATH}`, or leave it out "
                    + "and use ~/.pgpass.")
            return nil
        }
        var section = section("password", node)
        let environment = section.string("env")
        let file = section.string("file")
        let output = section.string("from_output")
        if [environment, file, output].compactMap({ $0 }).count != 1 {
            section.complain(
                .fileWrongType,
                "`\(section.path)` must have one of `env`, `file` and `from_output`", at: node)
        }
        absorb(section)
        return environment.map { .environment($0) } ?? file.map { .file($0) }
            ?? output.map { .output($0) }
    }

    mutating func trafficEntry(_ node: Node) -> Traffic {
        if node.string == "none" { return .none }
        var section = section("traffic", node)
        defer { absorb(section) }
        let pooler = section.value("pgbouncer")
        let command = section.value("command")
        if let pooler, command == nil { return .pgBouncer(section.poolers(pooler)) }
        if let command, pooler == nil {
            return section.commandHook(command).map { .command($0) } ?? .none
        }
        guard node.mapping != nil else { return .none }
        section.complain(
            .fileWrongType, "`traffic` must be `none`, or have either `pgbouncer` or `command`",
            at: node)
        return .none
    }

    /// One pooler as a mapping, or several as a list of mappings.
    private mutating func poolers(_ node: Node) -> [PgBouncerEntry] {
        let nodes = node.sequence.map { Array($0) } ?? [node]
        if nodes.isEmpty {
            complain(.fileWrongType, "`pgbouncer` must name at least one pooler", at: node)
        }
        return nodes.compactMap { pooler($0) }
    }

    private mutating func pooler(_ node: Node) -> PgBouncerEntry? {
        var section = section("pgbouncer", node)
        defer { absorb(section) }
        let keywords = section.connection()
        let password = section.passwordSource()
        guard let file = section.required("include_file"),
            let path = section.string(of: file, "include_file")
        else { return nil }
        return PgBouncerEntry(admin: keywords, password: password, includeFile: path)
    }

    private mutating func commandHook(_ node: Node) -> CommandHook? {
        var section = section("command", node)
        defer { absorb(section) }
        let hold = section.string("hold")
        let release = section.string("release")
        guard let redirect = section.required("redirect"),
            let command = section.string(of: redirect, "redirect")
        else { return nil }
        return CommandHook(hold: hold, redirect: command, release: release)
    }
}
