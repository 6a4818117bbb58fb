package import Diagnostics
import Foundation
package import MigrationCore
package import PostgresClient

extension Diagnostic.Code {
    package static let passwordMissing: Self = "connection.password-missing"
}

/// Turns what the file says of a server into settings for libpq, reading the password from where
/// the file says it is.
package func connectionSettings(
    _ entry: ServerEntry, side: Side
) throws -> ConnectionSettings {
    var settings = ConnectionSettings(keywords: entry.keywords)
    settings["dbname"] = entry.maintenanceDatabase
    settings.password = try entry.password.map { try password(from: $0, for: side.rawValue) }
    return settings
}

/// How the other server reaches this one, for the connection string of a subscription.
package func peerSettings(
    _ entry: ServerEntry, _ settings: ConnectionSettings, database: String
) -> ConnectionSettings {
    var peer = settings.connecting(to: database).with(entry.seenFromPeer)
    // Where libpq would ask the environment, the server's own environment would answer.
    for (keyword, variable) in [("host", "PGHOST"), ("port", "PGPORT"), ("user", "PGUSER")]
    where peer[keyword] == nil {
        peer[keyword] = ProcessInfo.processInfo.environment[variable]
    }
    peer["passfile"] = nil
    return peer
}

package func password(from source: PasswordSource, for whom: String) throws -> Secret {
    switch source {
    case .environment(let name):
        guard let value = ProcessInfo.processInfo.environment[name], !value.isEmpty else {
            throw Diagnostic(
                .error, .passwordMissing, "the password for the \(whom) is not in the environment",
                hint: "Set the variable \(name), which the migration file names.")
        }
        return Secret(value)
    case .file(let path):
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw Diagnostic(
                .error, .passwordMissing, "could not read the password for the \(whom)",
                hint: "The migration file names \(path): let this user read it.")
        }
        return Secret(String(text.prefix { !$0.isNewline }))
    case .output(let name):
        // The front end asks for outputs before it opens a migration.
        throw Diagnostic(
            .error, .passwordMissing, "the output \(name) was not asked for",
            hint: "Only a server's own password can come from an output.")
    }
}
