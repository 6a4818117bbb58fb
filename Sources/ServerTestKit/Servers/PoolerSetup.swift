package import PostgresClient

/// What kind of pooler a ``TemporaryPooler`` is to be.
package struct PoolerSetup: Sendable {
    package enum Authentication: Hashable, Sendable {
        /// Named users get in without a password; they have none at the server either.
        case trust
        /// Named users show their password, and the pooler shows it to the server.
        case scram
    }

    /// One name under which clients find a database: letters, digits and `_.-`, since PgBouncer
    /// reads no others, whatever the database itself is called.
    package struct Route: Hashable, Sendable {
        package var name: String
        package var server: ConnectionSettings

        /// - Parameter server: host, port and database; the user only when all clients are to
        ///   become the same one.
        package init(_ name: String, to server: ConnectionSettings) {
            self.name = name
            self.server = server
        }
    }

    package var installation: PoolerInstallation
    package var root = "/tmp"
    package var authentication = Authentication.trust
    /// Who may connect, with the password where there is one.
    package var users: [String: Secret?] = ["postgres": nil]
    /// Who may give commands; one of the users.
    package var administrator = "postgres"
    package var routes: [Route]
    /// Settings beside and instead of the usual ones.
    package var settings: [String: String] = [:]
    package var isKept = false

    package init(_ installation: PoolerInstallation, routes: [Route]) {
        self.installation = installation
        self.routes = routes
    }

    /// pgbouncer.ini: the databases come from a file of their own, which others rewrite.
    func configuration(port: Int, folder: String) -> String {
        var all = [
            "listen_addr": "127.0.0.1", "listen_port": "\(port)", "unix_socket_dir": "",
            "pool_mode": "transaction", "default_pool_size": "20", "max_client_conn": "500",
            "query_wait_timeout": "120", "server_login_retry": "1",
            "admin_users": administrator, "stats_users": administrator,
            "auth_type": authentication == .trust ? "trust" : "scram-sha-256",
            "auth_file": folder + "/users.txt", "ignore_startup_parameters": "extra_float_digits",
        ]
        if installation.keepsPreparedStatements { all["max_prepared_statements"] = "200" }
        all.merge(settings) { _, new in new }
        let lines = all.sorted { $0.key < $1.key }.map { "\($0.key) = \($0.value)\n" }.joined()
        return "%include \(folder)/databases.ini\n\n[pgbouncer]\n" + lines
    }

    /// The databases file as it stands before anybody rewrites it.
    var databases: String {
        "[databases]\n"
            + routes.map { route in
                let server = route.server
                let parts = ["host", "port", "dbname", "user"].compactMap { key in
                    server[key].map { "\(key)=\(value($0))" }
                }
                return "\(route.name) = \(parts.joined(separator: " "))\n"
            }.joined()
    }

    var userList: String {
        users.sorted { $0.key < $1.key }.map { name, secret in
            "\(doubled(name)) \(doubled(secret?.reveal() ?? ""))\n"
        }.joined()
    }

    private func value(_ text: String) -> String {
        if text.wholeMatch(of: /[A-Za-z0-9_.\-]+/) != nil { return text }
        let quoted = text.split(separator: "'", omittingEmptySubsequences: false)
        return "'" + quoted.joined(separator: "''") + "'"
    }

    private func doubled(_ text: String) -> String {
        "\""
            + text.split(separator: "\"", omittingEmptySubsequences: false)
            .joined(separator: "\"\"") + "\""
    }
}
