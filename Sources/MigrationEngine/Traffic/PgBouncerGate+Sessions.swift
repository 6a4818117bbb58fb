import MigrationCore
import PostgresClient

/// What the pooler does with its sessions before it is told to pause.
extension PgBouncerGate {
    /// A server process that served for long gives back, page by page, what it had touched of the
    /// server's memory when it ends: milliseconds of a processor, and far more where buffers are large
    /// and their pages are not. `PAUSE` would end all of them at once, in the write pause. Renewed a
    /// moment before, those that clients need are few and young.
    package func renew() async throws {
        let aliases = try aliases()
        for alias in aliases {
            do throws(PostgresError) {
                try await control.execute(
                    "RECONNECT \(sql(identifier: alias))", timeout: .seconds(5))
            } catch {
                // An old pooler knows no such command, and pauses all the same.
                guard case .server = error else { throw error }
            }
        }
        await wait(.seconds(1)) {
            try await control.execute("SHOW SERVERS", timeout: .seconds(1)).last?.records.contains {
                aliases.contains($0["database"]) && $0.int("close_needed") > 0
            }
        }
        try await Task.sleep(for: Self.ending)
    }

    /// The pooler is through with them, and the server's processes are ending.
    private static let ending = Duration.milliseconds(300)

    /// `PAUSE` breaks off a session that the pooler is just opening, and takes that for a server
    /// that refuses: after `RESUME` it would wait for `server_login_retry`, fifteen seconds mostly,
    /// and turn clients away. (`per_loop_pause` and `launch_new_connection` in the pooler's source;
    /// seen with 1.24.) A server that answers lets a session in within milliseconds.
    ///
    /// - Parameter budget: of the whole hold, of which this takes a quarter at most.
    func awaitLogins(of aliases: [String], within budget: Duration) async {
        let limit = min(.milliseconds(250), budget / 4)
        await wait(limit) {
            try await control.execute("SHOW POOLS", timeout: limit).last?.records.contains {
                aliases.contains($0["database"]) && $0.int("sv_login") > 0
            }
        }
    }

    /// While the pooler says that something is so; what it does not say is not waited for.
    private func wait(_ limit: Duration, while isSo: () async throws -> Bool?) async {
        let start = ContinuousClock.now
        while ContinuousClock.now - start < limit, (try? await isSo()) == true {
            try? await Task.sleep(for: .microseconds(500))
        }
    }
}
