import Foundation
package import Diagnostics
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
        // Not from a pool of threads: that may be used up by whoever waits for an answer from here.
        Thread.detachNewThread { hub.acceptConnections() }
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
