import MigrationCore
import PostgresClient

/// Reads the operator's orders and looks how the source is doing, beside everything else.
package struct ThrottleWatch: Sendable {
    let context: MigrationContext
    /// Whether small writes are tried on the source; nobody writes there once it has handed over.
    let mayWrite: Bool

    /// The order's file in the state folder.
    package static let file = "tune.yaml"

    /// Does something while the throttle is minded.
    static func minding<Answer: Sendable>(
        _ context: MigrationContext, mayWrite: Bool = true,
        _ body: @escaping @Sendable () async throws -> Answer
    ) async throws -> Answer {
        let watch = ThrottleWatch(context: context, mayWrite: mayWrite)
        // Once before the first row is read.
        watch.readOrder()
        let minding = Task { await watch.mind() }
        defer { minding.cancel() }
        return try await body()
    }

    private func mind() async {
        let connection = context.servers.source.newConnection(
            to: context.home, purpose: "throttle")
        while !Task.isCancelled {
            readOrder()
            let limits = context.throttle.limits
            if limits.hasCeilings {
                context.throttle.take(await look(connection, limits))
            }
            try? await Task.sleep(for: .milliseconds(500))
        }
        await connection.close()
    }

    /// What cannot be read changes nothing.
    private func readOrder() {
        let file = context.file.limits.throttle
        let limits: ThrottleLimits
        if let text = context.folder.read(Self.file) {
            guard let said = ThrottleOrder(reading: text)?.applied(to: file) else { return }
            limits = said
        } else {
            limits = file
        }
        guard limits != context.throttle.limits else { return }
        context.throttle.change(limits)
        context.progress.report(.note("throttle: \(limits.summary)"))
    }

    private func look(
        _ connection: PostgresConnection, _ limits: ThrottleLimits
    ) async -> SourceReading {
        var reading = SourceReading()
        if let ceiling = limits.latencyCeiling, mayWrite {
            reading.latency = await latency(connection, ceiling)
        }
        if limits.replicaLag != nil { reading.replicaLag = await replicaLag(connection) }
        return reading
    }

    /// A commit of a row that is there anyway: it waits for the same locks in memory and the same
    /// disk as a client's.
    private func latency(
        _ connection: PostgresConnection, _ ceiling: Duration
    ) async -> Duration? {
        var slowest: Duration?
        for _ in 0..<3 {
            let start = ContinuousClock.now
            do {
                try await connection.execute(
                    "UPDATE apus.marker SET token = token WHERE id = 1", timeout: ceiling * 10)
            } catch PostgresError.timedOut {
                return ceiling * 10
            } catch {
                return slowest
            }
            slowest = max(slowest ?? .zero, ContinuousClock.now - start)
        }
        return slowest
    }

    /// Of physical replicas; our own walsenders are none.
    private func replicaLag(_ connection: PostgresConnection) async -> Duration? {
        let rows = try? await connection.query(
            """
            SELECT max(extract(epoch FROM r.replay_lag)) FROM pg_stat_replication r
            WHERE NOT EXISTS (SELECT FROM pg_replication_slots s
                WHERE s.active_pid = r.pid AND s.slot_type = 'logical')
            """, timeout: .seconds(5))
        return rows?.single.flatMap { Double($0) }.map { .seconds($0) }
    }
}
