import MigrationCore
import PostgresClient

/// Everything that keeps clients from writing to one side: the fence of the roles, and the guard
/// of the tables where the file asks for it.
struct SideFence: Sendable {
    let roles: RoleFence
    /// One for each database; none where the fence of the roles is enough.
    let guards: [TableGuard]

    /// - Parameter connections: one with each database that moves, the first one first.
    init(_ context: MigrationContext, _ side: Side, _ connections: [PostgresConnection]) {
        let home =
            connections.first
            ?? context.servers[side].newConnection(
                to: context.home, purpose: "fence")
        roles = RoleFence(context, side, home)
        guards =
            context.file.fence == .tables
            ? connections.map { TableGuard(context: context, side: side, connection: $0) } : []
    }

    /// Over the sessions that the migration shares.
    static func shared(_ context: MigrationContext, _ side: Side) async -> SideFence {
        var connections: [PostgresConnection] = []
        for database in context.databases {
            connections.append(await context.connection(side, database))
        }
        return SideFence(context, side, connections)
    }

    func connect() async throws {
        try await roles.connection.connect()
        for tables in guards { try await tables.connection.connect() }
    }

    func close() async {
        await roles.connection.close()
        for tables in guards { await tables.connection.close() }
    }

    func prepare() async throws {
        try await StandbyRoles(context: roles.context, side: roles.side).renew()
        for tables in guards { try await tables.prepare() }
    }

    func raise(timeout: Duration? = nil) async throws {
        try await roles.raise(timeout: timeout)
        try await eachGuard { try await $0.close(timeout: timeout) }
    }

    /// - Parameter attempt: see ``RoleFence/lower(for:timeout:)``.
    func lower(for attempt: Int, timeout: Duration? = nil) async throws {
        try await eachGuard { try await $0.open(timeout: timeout) }
        try await roles.lower(for: attempt, timeout: timeout)
    }

    private func eachGuard(_ body: @escaping @Sendable (TableGuard) async throws -> Void)
        async throws
    {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for tables in guards { group.addTask { try await body(tables) } }
            try await group.waitForAll()
        }
    }
}
