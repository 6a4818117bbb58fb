package import Diagnostics
import Dispatch
package import PostgresClient

/// A network that can be disturbed: clients connect to it instead of to the server.
///
/// Loopback only. It ends with ``stop()`` or with the last reference to it.
package final class FaultyProxy: Sendable {
    package let port: Int
    private let hub: ProxyHub

    /// Forwards to a port of this machine from now on.
    package init(to destination: Int) throws(Diagnostic) {
        let listener = try LoopbackSocket.listening()
        port = listener.port
        let hub = ProxyHub(listener: listener, destination: destination)
        self.hub = hub
        // A queue of its own is a thread of its own as long as it never returns.
        DispatchQueue(label: "proxy \(port)").async { hub.acceptConnections() }
    }

    deinit { stop() }

    package var fault: NetworkFault {
        get { hub.fault }
        set { hub.change(to: newValue) }
    }

    /// Ends every connection, once; new ones go on as before.
    package func cutOnce() { hub.endConnections() }

    package func stop() {
        hub.listener.end()
        hub.change(to: .cut)
    }

    /// The same server and role, reached through here.
    package func leading(to settings: ConnectionSettings) -> ConnectionSettings {
        settings.with(["host": "127.0.0.1", "port": "\(port)"])
    }
}
