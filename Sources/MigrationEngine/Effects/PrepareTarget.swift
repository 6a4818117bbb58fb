package import Diagnostics
import MigrationCore
import PostgresClient

extension Diagnostic.Code {
    package static let targetNotEmpty: Self = "target.not-empty"
}

/// Makes the target's database as the source's is, fences the target, and makes the tables bare.
struct PrepareTarget {
    let context: MigrationContext
    let database: String
    let archive: SchemaArchive

    func perform() async throws {
        let entries = try await archive.entries(.beforeData, database: true)
        try await createDatabase(entries.first { $0.type == "DATABASE" })
        let connection = await context.connection(.target, database)
        let streams = try await context.streamCounts()[database]
        try await connection.execute(
            Journal.markerCreation(streams) + SchemaRestorer.bookkeeping)
        if database == context.home { try await context.journal(.target).create() }
        let restorer = try await SchemaRestorer.open(connection, context.progress)
        let done = try await restorer.restored()
        let missing = entries.filter {
            $0.type != "DATABASE" && !done.contains($0.fingerprint)
        }
        // Who may connect decides whom the fence locks out, and nobody may before there are tables.
        try await restorer.restore(missing.filter(\.describesDatabase))
        if database == context.home {
            try await StandbyRoles(context: context, side: .target).renew()
        }
        try await RoleFence(context, .target, await context.connection(.target)).raise()
        try await restorer.restore(missing.filter { !$0.describesDatabase })
    }

    private func createDatabase(_ entry: SchemaEntry?) async throws {
        let target = await context.maintenance(.target)
        let there = try await target.query(
            "SELECT FROM pg_database WHERE datname = $1", [database])
        if there.isEmpty, let entry {
            try await context.record(.databaseCreated, database, on: .source)
            // CREATE DATABASE takes no transaction, and a message of several statements is one.
            let tablespaces = try await SchemaRestorer.tablespaces(seenBy: target)
            for statement in statements(in: entry.sql(onServerWith: tablespaces)) {
                try await target.execute(statement)
            }
            return
        }
        try await refuseForeignContents()
    }

    /// The entry's statements stand in paragraphs of their own.
    private func statements(in sql: String) -> [String] {
        var statements: [String] = [""]
        for line in sql.exactLines where !line.isEmpty {
            statements[statements.count - 1] += line + "\n"
            if line.endsExactly(with: ";") { statements.append("") }
        }
        return statements.filter { $0.contains(";") }
    }

    private func refuseForeignContents() async throws {
        let connection = await context.connection(.target, database)
        let found = try await connection.query(
            """
            SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'apus')
            AND n.nspname !~ '^pg_' AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
            AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass
                AND d.objid = c.oid AND d.deptype = 'e')
            AND to_regclass('apus.restored') IS NULL ORDER BY 1 LIMIT 5
            """)
        guard !found.isEmpty else { return }
        throw Diagnostic(
            .error, .targetNotEmpty,
            "database \(quoted(identifier: database)) on the target is not empty",
            detail: "It holds \(found.column.joined(separator: ", ")), among others.",
            hint: "If nobody is served from it, move it out of the way on the target: ALTER "
                + "DATABASE \(sql(identifier: database)) RENAME TO "
                + "\(sql(identifier: database + "_before"));")
    }
}
