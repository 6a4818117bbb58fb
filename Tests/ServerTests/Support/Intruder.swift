import Demonstration
import MigrationCore
import PostgresClient

/// One way of writing to a server that should take no writes.
struct Intruder: Sendable {
    let name: String
    let connection: PostgresConnection
    let statement: String

    init(_ name: String, _ settings: ConnectionSettings, _ statement: String? = nil) {
        self.name = name
        connection = PostgresConnection(settings)
        self.statement = statement ?? Self.insert(name)
    }

    static func insert(_ name: String) -> String {
        "INSERT INTO public.strays (who) VALUES (\(sql(literal: name)))"
    }

    /// Whether the server took the write. An open session notices that it was ended with its
    /// first statement, and the second try comes from a new one.
    func succeeds() async -> Bool {
        for _ in 1...2 {
            if (try? await connection.execute(statement)) != nil { return true }
            _ = try? await connection.execute("ROLLBACK")
        }
        return false
    }
}

extension Stage {
    /// Everybody who may try from outside the pooler with a session of their own.
    func newcomers(_ side: Side, as roles: [String]) -> [Intruder] {
        roles.flatMap { role -> [Intruder] in
            var settings = settings(side)
            settings["user"] = role
            var willing = settings
            willing["options"] = "-c default_transaction_read_only=off"
            return [
                Intruder("\(role), new session", settings),
                Intruder("\(role), read-only off", willing),
                Intruder(
                    "\(role), read write", settings,
                    "BEGIN; SET TRANSACTION READ WRITE; "
                        + Intruder.insert("\(role), read write") + "; COMMIT"),
                Intruder(
                    "\(role), a superuser's function", settings,
                    "SELECT public.write_as_boss('\(role), function')"),
            ]
        }
    }
}
