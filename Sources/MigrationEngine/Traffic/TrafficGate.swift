package import MigrationCore

/// What stands between clients and the serving server. Every call may be repeated.
package protocol TrafficGate: Sendable {
    /// Opens what holding will need, so that nothing is opened inside the write pause.
    func prepare() async throws
    /// Has what will end while traffic is held end before, as far as clients can do without it.
    func renew() async throws
    /// Lets no new transaction through and waits until running ones are over.
    func hold(timeout: Duration) async throws
    /// Points clients at a side; held ones stay held.
    func redirect(to side: Side) async throws
    /// Lets held clients go on.
    func release() async throws
    func close() async
}

extension TrafficGate {
    package func renew() async throws {}
}

/// Nothing holds clients: they are fenced off, and connect again by themselves.
package struct OpenGate: TrafficGate {
    package init() {}
    package func prepare() async throws {}
    package func hold(timeout: Duration) async throws {}
    package func redirect(to side: Side) async throws {}
    package func release() async throws {}
    package func close() async {}
}

/// Several gates in front of one database: all hold before any redirects.
///
/// Each is asked whatever the others answer, and clients of those that answer do not wait for one
/// that is gone.
package struct GateGroup: TrafficGate {
    let gates: [any TrafficGate]

    package init(_ gates: [any TrafficGate]) { self.gates = gates }

    package func prepare() async throws { try await each { try await $0.prepare() } }

    package func renew() async throws { try await each { try await $0.renew() } }

    package func hold(timeout: Duration) async throws {
        try await each { try await $0.hold(timeout: timeout) }
    }

    /// The side is open before anybody is pointed at it, so a gate that leads there may let its
    /// clients go at once when another one does not answer and has to be asked again.
    package func redirect(to side: Side) async throws {
        let failures = await failures { try await $0.redirect(to: side) }
        guard let failure = failures.min(by: { $0.key < $1.key })?.value else { return }
        for (place, gate) in gates.enumerated() where failures[place] == nil {
            try? await gate.release()
        }
        throw failure
    }

    package func release() async throws { try await each { try await $0.release() } }
    package func close() async { for gate in gates { await gate.close() } }

    private func each(_ body: @escaping @Sendable (any TrafficGate) async throws -> Void)
        async throws
    {
        let failures = await failures(body)
        if let failure = failures.min(by: { $0.key < $1.key })?.value { throw failure }
    }

    /// What went wrong, by the gate's place; all are asked side by side, each to its end.
    private func failures(
        _ body: @escaping @Sendable (any TrafficGate) async throws -> Void
    ) async -> [Int: any Error] {
        await withTaskGroup(of: (Int, (any Error)?).self) { group in
            for (place, gate) in gates.enumerated() {
                group.addTask {
                    do {
                        try await body(gate)
                        return (place, nil)
                    } catch {
                        return (place, error)
                    }
                }
            }
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
    }
}
