import MigrationCore

extension Story {
    static let network: [Story] = [
        Story(
            "clients that pass the pooler by are named", "clients.inventory", .warning,
            about: "app@10.0.0.9 \"cron\" ×1", remedy: "through the pooler"
        ) { facts, file in
            file.traffic = .pgBouncer([
                PgBouncerEntry(admin: ["host": "10.0.0.5"], includeFile: "/etc/pgbouncer/a.ini")
            ])
            facts.plant(session: SessionFacts(pid: 1, address: "10.0.0.5"))
            facts.plant(session: SessionFacts(pid: 2, application: "cron", address: "10.0.0.9"))
        },
        Story(
            "clients whose address is hidden are unknown", "clients.inventory", .unknown,
            about: "hidden", remedy: "GRANT pg_read_all_stats"
        ) { facts, _ in facts.plant(session: SessionFacts(pid: 1, kind: nil, isHidden: true)) },
        Story(
            "whoever works on the target already is named", "clients.target", .warning,
            about: "app in database app", remedy: "end what connects"
        ) { facts, _ in facts.plant(session: SessionFacts(pid: 1), on: .target) },
        Story(
            "hazard 25: a target that cannot reach the source is refused", "network.path", .blocker,
            about: "no pg_hba.conf entry", remedy: "source: {seen_from_peer:"
        ) { facts, _ in
            facts.servers.source.reachedByPeer = .known(.fails("no pg_hba.conf entry for host"))
        },
        Story(
            "a way that could not be tried is unknown", "network.path", .unknown,
            about: "not allowed", remedy: "GRANT pg_create_subscription"
        ) { facts, _ in
            facts.servers.source.reachedByPeer = .unknown(
                reason: "not allowed", remedy: "GRANT pg_create_subscription TO \"adm\";")
        },
        Story(
            "a connection in the clear is named", "network.tls", .warning,
            about: "10.0.0.7 is not encrypted", remedy: "target: {sslmode: require}"
        ) { facts, _ in
            facts.servers.target.identity = .known(
                ServerIdentity(versionNumber: 170_000, startedAt: 5, address: "10.0.0.7"))
        },
        Story(
            "localhost is questioned when the other server is elsewhere", "network.loopback",
            .warning, about: "host localhost", remedy: "source: {seen_from_peer: {host"
        ) { _, file in file.servers.source.keywords["host"] = "localhost" },
    ]
}
