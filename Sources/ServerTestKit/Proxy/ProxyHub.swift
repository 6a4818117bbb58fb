import Synchronization

/// What the threads of a ``FaultyProxy`` share: its fault and its open connections.
final class ProxyHub: Sendable {
    let listener: LoopbackSocket
    private let destination: Int
    private let state = Mutex(State())

    private struct State {
        var fault = NetworkFault.none
        var connections: [ProxiedConnection] = []
    }

    init(listener: LoopbackSocket, destination: Int) {
        self.listener = listener
        self.destination = destination
    }

    var fault: NetworkFault { state.withLock { $0.fault } }

    func change(to fault: NetworkFault) {
        state.withLock { $0.fault = fault }
        if fault == .cut { endConnections() }
    }

    func endConnections() {
        let open = state.withLock { state in
            defer { state.connections = [] }
            return state.connections
        }
        open.forEach { $0.end() }
    }

    /// Returns when the listener has ended.
    func acceptConnections() {
        while let client = listener.accept() {
            guard fault != .cut, let server = LoopbackSocket.connected(to: destination) else {
                continue
            }
            let connection = ProxiedConnection(client: client, server: server, hub: self)
            state.withLock { state in
                state.connections.removeAll { $0.hasEnded }
                state.connections.append(connection)
            }
            connection.start()
        }
    }

    /// Takes from what `truncateAnswers` still lets through.
    ///
    /// - Returns: how many bytes may pass, and whether the connection ends after them; nil while
    ///   nothing may.
    func allowance(for count: Int, isAnswer: Bool) -> (bytes: Int, isLast: Bool)? {
        state.withLock { state in
            switch state.fault {
            case .none, .delay: return (count, false)
            case .stall: return nil
            case .cut: return (0, true)
            case .truncateAnswers(let left):
                guard isAnswer else { return (count, false) }
                let bytes = min(left, count)
                state.fault = .truncateAnswers(after: left - bytes)
                return (bytes, left <= count)
            }
        }
    }
}
