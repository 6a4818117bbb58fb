package import Diagnostics
import MigrationCore
import PostgresClient

extension Diagnostic.Code {
    package static let schemaRefused: Self = "target.schema-refused"
}

/// Makes the objects of a dump on the target, each in a transaction that also remembers it, so
/// that a second run makes only what is missing.
struct SchemaRestorer: Sendable {
    let connection: PostgresConnection
    let progress: any ProgressSink
    /// Of the server that it restores to.
    let tablespaces: Set<String>

    /// - Parameter connection: to the database that it restores to.
    static func open(
        _ connection: PostgresConnection, _ progress: any ProgressSink
    ) async throws -> SchemaRestorer {
        SchemaRestorer(
            connection: connection, progress: progress,
            tablespaces: try await SchemaRestorer.tablespaces(seenBy: connection))
    }

    static func tablespaces(seenBy connection: PostgresConnection) async throws -> Set<String> {
        Set(try await connection.query("SELECT spcname FROM pg_tablespace").column)
    }

    static let bookkeeping = """
        CREATE SCHEMA IF NOT EXISTS apus;
        CREATE TABLE IF NOT EXISTS apus.restored (entry text PRIMARY KEY);
        """

    /// What `pg_restore` sets before its first statement.
    static let sessionSettings = """
        SET LOCAL check_function_bodies = false; SET LOCAL xmloption = content;
        SET LOCAL standard_conforming_strings = on; SET LOCAL synchronous_commit = off;
        SET LOCAL lock_timeout = 0;
        """

    func restored() async throws -> Set<String> { try await Self.restored(on: connection) }

    static func restored(on connection: PostgresConnection) async throws -> Set<String> {
        Set(try await connection.query("SELECT entry FROM apus.restored").column)
    }

    /// Makes entries in their order, many of those that are quick in one message: thousands of small
    /// objects would otherwise take a round trip and a transaction each.
    ///
    /// - Parameter advanced: hears how many are made.
    func restore(_ entries: [SchemaEntry], _ advanced: (Int) -> Void = { _ in }) async throws {
        var done = 0
        for batch in quickBatches(of: entries) {
            try await restoreTogether(batch)
            done += batch.count
            advanced(done)
        }
    }

    /// One that is refused undoes its neighbours too, so each is then made by itself.
    func restoreTogether(_ batch: [SchemaEntry]) async throws {
        guard batch.count > 1 else {
            for entry in batch { try await restore(entry) }
            return
        }
        do {
            try await connection.execute(transaction(batch))
        } catch {
            guard case .server = error else { throw error }
            _ = try? await connection.execute("ROLLBACK")
            for entry in batch { try await restore(entry) }
        }
    }

    func restore(_ entry: SchemaEntry) async throws {
        do {
            try await connection.execute(transaction([entry]))
        } catch {
            _ = try? await connection.execute("ROLLBACK")
            try handle(error, entry)
        }
    }

    /// The objects and the memory of them, as one message.
    private func transaction(_ entries: [SchemaEntry]) -> String {
        let made = entries.map { "(\(sql(literal: $0.fingerprint)))" }.joined(separator: ", ")
        return """
            BEGIN; \(Self.sessionSettings)
            \(entries.map(statements).joined())
            INSERT INTO apus.restored VALUES \(made) ON CONFLICT DO NOTHING;
            COMMIT
            """
    }

    private func statements(_ entry: SchemaEntry) -> String {
        let statements = entry.sql(onServerWith: tablespaces)
        return """

            \(statements)
            ;
            \(entry.type == "EVENT TRIGGER" ? SilentTriggers.silenceEventTriggers : "")
            \(statements.contains("default_tablespace") ? "SET default_tablespace = '';" : "")

            """
    }

    private func handle(_ error: PostgresError, _ entry: SchemaEntry) throws {
        guard case .server(let server) = error else { throw error }
        if entry.isOptional || isHarmless(server, entry) {
            progress.report(.warning("the target refused \(entry.title): \(server.message)"))
            return
        }
        throw Diagnostic(
            .error, .schemaRefused, "the target refused \(entry.title)",
            detail: error.description,
            hint: "Make it possible on the target, or drop it on the source, and run "
                + "apus migrate run again.")
    }

    /// Only a superuser may make a publication of all tables. And before 15 the schema public belongs
    /// to the server's superuser, to whom nobody else can give it: it stays the database owner's,
    /// as it is on every newer server.
    private func isHarmless(_ error: ServerError, _ entry: SchemaEntry) -> Bool {
        error.sqlState == "42501"
            && (entry.type.hasPrefix("PUBLICATION")
                || entry.type == "SCHEMA" && entry.name == "public")
    }
}
