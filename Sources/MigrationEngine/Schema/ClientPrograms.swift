package import Diagnostics
import Foundation
package import PostgresClient
import Subprocess
import SystemPackage

extension Diagnostic.Code {
    package static let programMissing: Self = "programs.missing"
    package static let programFailed: Self = "programs.failed"
}

/// PostgreSQL's own programs, of the target's version or newer: an older `pg_dump` refuses a
/// newer server, and a newer one writes what the target understands.
package struct ClientPrograms: Sendable {
    package let folder: String
    package let major: Int

    /// Looks into the folder the file names, Debian's folders, the servers obtained by
    /// `scripts/postgres-servers`, and PATH.
    package static func find(_ major: Int, preferred: String?) async throws -> ClientPrograms {
        var found: [ClientPrograms] = []
        for folder in candidates(preferred, from: major) {
            guard let version = await version(of: "\(folder)/pg_dump") else { continue }
            let programs = ClientPrograms(folder: folder, major: version)
            if version == major || folder == preferred { return programs }
            if version > major { found.append(programs) }
        }
        if let programs = found.min(by: { $0.major < $1.major }) { return programs }
        throw Diagnostic(
            .error, .programMissing, "pg_dump of version \(major) or newer is not installed here",
            detail: "The schema is carried by the target version's own pg_dump and pg_restore.",
            hint: "Install postgresql-client-\(major), or name its folder with `programs:` in the "
                + "migration file.")
    }

    private static func candidates(_ preferred: String?, from major: Int) -> [String] {
        let environment = ProcessInfo.processInfo.environment
        var folders: [String] = []
        if let preferred { folders.append(preferred) }
        for version in major...max(major, 18) {
            if let folder = environment["APUS_POSTGRES_\(version)"] { folders.append(folder) }
            folders.append("/usr/lib/postgresql/\(version)/bin")
            for cache in serverCaches(environment) {
                folders.append("\(cache)/postgresql-\(version)/bin")
            }
        }
        folders += (environment["PATH"] ?? "").split(separator: ":").map(String.init)
        return folders.filter { FileManager.default.isExecutableFile(atPath: "\($0)/pg_dump") }
    }

    private static func serverCaches(_ environment: [String: String]) -> [String] {
        let home = environment["XDG_CACHE_HOME"] ?? NSHomeDirectory() + "/.cache"
        return [environment["APUS_SERVERS"], "/var/cache/apus/servers", "\(home)/apus/servers"]
            .compactMap { $0 }
    }

    /// `pg_dump (PostgreSQL) 17.5 (Debian …)` is 17.
    private static func version(of program: String) async -> Int? {
        let result = try? await Subprocess.run(
            .path(FilePath(program)), arguments: ["--version"], output: .string(limit: 4096),
            error: .discarded)
        guard let words = result?.standardOutput.split(separator: " "), words.count > 2 else {
            return nil
        }
        return Int(words[2].prefix { $0.isNumber })
    }

    /// Runs a program against a server; the password goes through the environment.
    ///
    /// - Returns: its standard output.
    package func run(
        _ program: String, _ arguments: [String], on settings: ConnectionSettings? = nil
    ) async throws -> String {
        var environment = Environment.inherit
        var arguments = arguments
        if let settings {
            var open = settings
            open.password = nil
            // pg_dump writes texts the way the database it reads has it, which may be the old one.
            open["options"] = "\(open["options"] ?? "") -c standard_conforming_strings=on"
            arguments += ["-d", open.connectionString().reveal()]
            if let password = settings.password {
                environment = environment.updating(["PGPASSWORD": password.reveal()])
            }
        }
        let result = try await Subprocess.run(
            .path(FilePath("\(folder)/\(program)")), arguments: Arguments(arguments),
            environment: environment, output: .string(limit: 1 << 30),
            error: .string(limit: 1 << 20))
        guard result.terminationStatus.isSuccess else {
            throw Diagnostic(
                .error, .programFailed, "\(program) failed",
                detail: result.standardError.trimmingCharacters(in: .whitespacesAndNewlines))
        }
        return result.standardOutput
    }

    /// Whether a program failed for its connection, as far as its words tell. In another language than
    /// English they do not.
    static func blamesConnection(_ failure: Diagnostic) -> Bool {
        guard let words = failure.detail else { return false }
        return [
            #/connection to .* failed/#, #/could not connect/#, #/server closed the connection/#,
            #/terminating connection/#, #/canceling statement due to lock timeout/#,
        ].contains { words.contains($0) }
    }
}
