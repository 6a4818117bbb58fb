import Demonstration
import MigrationCore
import PostgresClient
import ServerTestKit

extension Stage.Setup {
    /// Servers as a managed cloud hands them out: the migration's role `adm` is no superuser and
    /// sees no files, everybody shows a password, and the cloud's own superuser has a session in
    /// every database.
    ///
    /// - Parameter targetHasRole: whether somebody made the application's role there already.
    static func managed(from: Int, to: Int, targetHasRole: Bool) -> Stage.Setup {
        var setup = quick(from: from, to: to)
        // What connection strings, environments and the pooler's file have to quote.
        setup.password = Secret("it's \"a\\ pass word")
        setup.administrator = ServerRole(
            "adm", attributes: ["CREATEDB", "CREATEROLE", "REPLICATION"],
            memberOf: ["pg_create_subscription", "pg_signal_backend", "pg_monitor"])
        setup.targetHasRole = targetHasRole
        setup.preparation.source = cloud + [membership(from)]
        setup.preparation.target = cloud + (targetHasRole ? [membership(to)] : [])
        return setup
    }

    private static let cloud = [
        "CREATE ROLE cloudsqlsuperuser NOLOGIN CREATEDB CREATEROLE",
        "CREATE ROLE cloudsqladmin SUPERUSER LOGIN PASSWORD 'the cloud''s own'",
    ]

    /// Before 16 CREATEROLE reaches the application's role anyway.
    private static func membership(_ major: Int) -> String {
        "GRANT app TO adm" + (major >= 16 ? " WITH ADMIN OPTION" : "")
    }
}

extension Stage {
    /// The cloud watches the database that moves, with rights that nobody can take from it.
    func openCloudSession(on side: Side) async throws -> PostgresConnection {
        var settings = settings(side)
        settings["user"] = "cloudsqladmin"
        settings.password = Secret("the cloud's own")
        let connection = PostgresConnection(settings)
        try await connection.connect()
        return connection
    }
}
