package import Diagnostics
import Foundation
import Glibc
package import MigrationCore
package import PostgresClient

extension Diagnostic.Code {
    package static let poolerFile: Self = "pooler.include-file"
    package static let poolerNoEntry: Self = "pooler.no-entry"
    package static let poolerRedirect: Self = "pooler.not-redirected"
}

/// Holds and redirects clients through PgBouncer's admin console and its included file.
package struct PgBouncerGate: TrafficGate {
    let file: String
    let databases: [String]
    let addresses: BothSides<PoolerAddress>
    /// `PAUSE` keeps its session busy until the last transaction of one database is over, so each
    /// database has its own, and giving up takes another one.
    private let pausing: [PostgresConnection]
    let control: PostgresConnection

    package init(
        _ entry: PgBouncerEntry, password: Secret?, databases: [String],
        addresses: BothSides<PoolerAddress>, observer: StatementObserver? = nil
    ) {
        var settings = ConnectionSettings(keywords: entry.admin, password: password)
        settings["dbname"] = "pgbouncer"
        file = entry.includeFile
        self.databases = databases
        self.addresses = addresses
        pausing = databases.map { _ in
            PostgresConnection(settings, cancelPatience: .zero, observer: observer)
        }
        control = PostgresConnection(settings, cancelPatience: .zero, observer: observer)
    }

    package func prepare() async throws {
        for session in pausing { try await session.connect() }
        try await control.execute("SHOW VERSION", timeout: .seconds(5))
        _ = try aliases()
        try checkWritable()
    }

    package func hold(timeout: Duration) async throws {
        let aliases = try aliases()
        await awaitLogins(of: aliases, within: timeout)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (place, session) in pausing.enumerated() {
                group.addTask {
                    for number in stride(from: place, to: aliases.count, by: pausing.count) {
                        try await pause(aliases[number], on: session, timeout)
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    private func pause(
        _ alias: String, on session: PostgresConnection, _ timeout: Duration
    ) async throws(PostgresError) {
        do throws(PostgresError) {
            try await session.execute("PAUSE \(sql(identifier: alias))", timeout: timeout)
        } catch {
            guard isAlready(error, "already") else { throw error }
        }
    }

    /// How long a client may wait in the pooler's queue before it gets an error; nil for ever.
    package func clientPatience() async throws -> Duration? {
        let rows = try await control.execute("SHOW CONFIG", timeout: .seconds(5))
        let value = rows.last?.records.first { $0["key"] == "query_wait_timeout" }
        let seconds = value.flatMap { Double($0["value"]) } ?? 0
        return seconds > 0 ? .seconds(seconds) : nil
    }

    package func redirect(to side: Side) async throws {
        let before = try read()
        var changed = PgBouncerFile(before)
        changed.redirect(
            databases, from: [addresses.source, addresses.target], to: addresses[side])
        if changed.text != before { try replace(with: changed.text) }
        try await control.execute("RELOAD", timeout: .seconds(5))
        try await verify(side)
    }

    package func release() async throws {
        for alias in try aliases() {
            do throws(PostgresError) {
                try await control.execute("RESUME \(sql(identifier: alias))", timeout: .seconds(5))
            } catch {
                guard isAlready(error, "not paused") else { throw error }
            }
        }
    }

    package func close() async {
        for session in pausing { await session.close() }
        await control.close()
    }

    private func isAlready(_ error: PostgresError, _ words: String) -> Bool {
        if case .server(let server) = error { server.message.contains(words) } else { false }
    }

    /// Found out now, not while traffic is held: either a new file may take its place, or it may be
    /// written itself.
    private func checkWritable() throws {
        let folder = (file as NSString).deletingLastPathComponent
        let mayReplace = access(folder.isEmpty ? "." : folder, W_OK) == 0
        guard !mayReplace, access(file, W_OK) != 0 else { return }
        throw Diagnostic(
            .error, .poolerFile, "may not write the pooler's file \(file)",
            detail: "A switchover points clients at the other server there.",
            hint:
                "Let user \(NSUserName()) write it or its folder: setfacl -m u:\(NSUserName()):rw "
                + file)
    }

    /// The pooler's names for the databases that move.
    func aliases() throws -> [String] {
        let entries = PgBouncerFile(try read()).entries(
            for: databases, at: [addresses.source, addresses.target])
        guard !entries.isEmpty else {
            throw Diagnostic(
                .error, .poolerNoEntry,
                "\(file) has no entry that leads to \(databases.joined(separator: ", "))",
                detail: "Looked for dbname and \(addresses.source), or \(addresses.target).",
                hint: "Write the entry there, or say under seen_from_pooler how the pooler "
                    + "reaches the servers.")
        }
        return entries.map(\.name)
    }

    /// What the pooler itself says counts: a reload that failed says nothing.
    private func verify(_ side: Side) async throws {
        let rows = try await control.execute("SHOW DATABASES", timeout: .seconds(5))
        let wanted = addresses[side]
        guard let rows = rows.last,
            let stray = Self.stray(in: rows, among: try aliases(), wanted: wanted)
        else { return }
        throw Diagnostic(
            .error, .poolerRedirect, "PgBouncer leads \(stray.name) to \(stray.address) still",
            detail: "\(file) says \(wanted), and RELOAD changed nothing.",
            hint: "See that the pooler's configuration has: %include \(file)")
    }

    /// The first of some databases that `SHOW DATABASES` leads elsewhere.
    package static func stray(
        in answer: Rows, among names: [String], wanted: PoolerAddress
    ) -> (name: String, address: PoolerAddress)? {
        for record in answer.records where names.contains(record["name"]) {
            let address = PoolerAddress(host: record["host"], port: record["port"])
            if address != wanted { return (record["name"], address) }
        }
        return nil
    }

    private func read() throws -> String {
        do {
            return try String(contentsOfFile: file, encoding: .utf8)
        } catch {
            throw Diagnostic(
                .error, .poolerFile, "could not read the pooler's file \(file)",
                detail: error.localizedDescription,
                hint: "Let this user read and write it; PgBouncer includes it with "
                    + "%include \(file)")
        }
    }

    /// A new file takes the old one's place at once, with its owner and mode, so that the pooler
    /// never reads half of it.
    private func replace(with text: String) throws {
        let temporary = "\(file).apus"
        let manager = FileManager.default
        do {
            let attributes = try manager.attributesOfItem(atPath: file)
            try Data(text.utf8).write(to: URL(fileURLWithPath: temporary))
            var kept: [FileAttributeKey: Any] = [:]
            for key in [FileAttributeKey.posixPermissions, .ownerAccountID, .groupOwnerAccountID] {
                kept[key] = attributes[key]
            }
            try? manager.setAttributes(kept, ofItemAtPath: temporary)
            guard rename(temporary, file) == 0 else {
                // A file that is mounted by itself cannot be replaced, only written.
                try Data(text.utf8).write(to: URL(fileURLWithPath: file))
                try? manager.removeItem(atPath: temporary)
                return
            }
        } catch {
            throw Diagnostic(
                .error, .poolerFile, "could not write the pooler's file \(file)",
                detail: error.localizedDescription, hint: "Let this user write it and its folder.")
        }
    }
}
