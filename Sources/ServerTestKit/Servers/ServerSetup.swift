package import PostgresClient

/// What kind of server a ``TemporaryServer`` is to be.
package struct ServerSetup: Sendable {
    package enum Authentication: Hashable, Sendable {
        /// Everybody on this machine may be everybody.
        case trust
        /// Passwords, also for the superuser.
        case scram(superuser: Secret)
    }

    package var installation: ServerInstallation
    /// How its folder begins; shown by nobody else.
    package var name = "server"
    /// The folder in which it gets one of its own.
    package var root = "/tmp"
    package var authentication = Authentication.trust
    /// Roles beside the superuser `postgres`.
    package var roles: [ServerRole] = []
    /// Settings of postgresql.conf beside and instead of the usual ones.
    package var settings: [String: String] = [:]
    /// Whether a commit is on disk when it is acknowledged. Tests that pull no plug do without;
    /// whoever shows figures must not.
    package var isDurable = false
    /// Whether it also listens on a socket in its folder.
    package var hasUnixSocket = false
    /// Whether its folder stays.
    package var isKept = false

    package init(_ installation: ServerInstallation) { self.installation = installation }

    /// postgresql.conf's additions, by name.
    package func configuration(port: Int, folder: String) -> [String: String] {
        var all = Self.usual
        all["port"] = "\(port)"
        all["unix_socket_directories"] = hasUnixSocket ? folder : ""
        if !isDurable {
            all.merge(["fsync": "off", "full_page_writes": "off"]) { _, new in new }
        }
        all["password_encryption"] = "scram-sha-256"
        return all.merging(settings) { _, new in new }
    }

    package var hostRules: String {
        let method = authentication == .trust ? "trust" : "scram-sha-256"
        return ["local all all", "host all all 127.0.0.1/32", "host replication all 127.0.0.1/32"]
            .map { "\($0) \(method)\n" }.joined()
    }

    private static let usual = [
        "listen_addresses": "127.0.0.1",
        "wal_level": "logical",
        "max_connections": "200",
        "max_wal_senders": "20",
        "max_replication_slots": "20",
        "max_worker_processes": "24",
        "shared_buffers": "128MB",
        "max_wal_size": "4GB",
        "log_line_prefix": "%m [%p] %q%u@%d ",
        "logging_collector": "off",
    ]
}

/// Lines of a configuration file, quoted as PostgreSQL reads them.
func configurationLines(_ settings: [String: String]) -> String {
    settings.sorted { $0.key < $1.key }.map { name, value in
        let quoted = value.split(separator: "'", omittingEmptySubsequences: false)
            .joined(separator: "''")
        return "\(name) = '\(quoted)'\n"
    }.joined()
}
