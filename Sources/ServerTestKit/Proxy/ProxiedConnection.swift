import Foundation
import Glibc
import Synchronization

/// One client's connection through a ``FaultyProxy``, with a thread for each direction.
final class ProxiedConnection: Sendable {
    private let client: LoopbackSocket
    private let server: LoopbackSocket
    private let hub: ProxyHub
    private let ended = Atomic(false)

    init(client: LoopbackSocket, server: LoopbackSocket, hub: ProxyHub) {
        self.client = client
        self.server = server
        self.hub = hub
    }

    var hasEnded: Bool { ended.load(ordering: .acquiring) }

    func start() {
        Thread.detachNewThread { self.pump(from: self.client, to: self.server) }
        Thread.detachNewThread { self.pump(from: self.server, to: self.client) }
    }

    /// Both sides notice at once; the descriptors close when the threads have let go of them.
    func end() {
        ended.store(true, ordering: .releasing)
        client.end()
        server.end()
    }

    private func pump(from source: LoopbackSocket, to destination: LoopbackSocket) {
        let isAnswer = source === server
        while !hasEnded, let chunk = source.read() {
            if case .delay(let time) = hub.fault {
                usleep(UInt32(clamping: time.wholeNanoseconds / 1000))
            }
            guard let allowed = waitForAllowance(chunk.count, isAnswer) else { break }
            let sent = destination.write(chunk.prefix(allowed.bytes))
            if !sent || allowed.isLast { break }
        }
        end()
    }

    private func waitForAllowance(_ count: Int, _ isAnswer: Bool) -> (bytes: Int, isLast: Bool)? {
        while !hasEnded {
            if let allowed = hub.allowance(for: count, isAnswer: isAnswer) { return allowed }
            usleep(2_000)
        }
        return nil
    }
}
