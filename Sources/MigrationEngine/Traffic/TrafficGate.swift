package import MigrationCore

/// What stands between clients and the serving server. Every call may be repeated.
package protocol TrafficGate: Sendable {
    /// Opens what holding will need, so that nothing is opened inside the write pause.
    func prepare() async throws
    /// Lets no new transaction through and waits until running ones are over.
    func hold(timeout: Duration) async throws
    /// Points clients at a side; held ones stay held.
    func redirect(to side: Side) async throws
    /// Lets held clients go on.
    func release() async throws
    func close() async
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
package struct GateGroup: TrafficGate {
    let gates: [any TrafficGate]

    package init(_ gates: [any TrafficGate]) { self.gates = gates }

    package func prepare() async throws { try await each { try await $0.prepare() } }
    package func hold(timeout: Duration) async throws {
        try await each { try await $0.hold(timeout: timeout) }
    }
    package func redirect(to side: Side) async throws {
        try await each { try await $0.redirect(to: side) }
    }
    package func release() async throws { try await each { try await $0.release() } }
    package func close() async { for gate in gates { await gate.close() } }

    private func each(_ body: @escaping @Sendable (any TrafficGate) async throws -> Void)
        async throws
    {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for gate in gates { group.addTask { try await body(gate) } }
            try await group.waitForAll()
        }
    }
}
