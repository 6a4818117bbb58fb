import Glibc
import Synchronization

/// Holds all copy workers together to a rate, in bytes a second.
///
/// A worker calls it on its own thread and sleeps there: nobody else waits.
final class CopyPacer: Sendable {
    private let bytesPerSecond: Double
    private let start = ContinuousClock.now
    private let taken = Mutex<Double>(0)

    init(bytesPerSecond: Int64) { self.bytesPerSecond = Double(bytesPerSecond) }

    func take(_ bytes: Int64) {
        let due = taken.withLock { total in
            total += Double(bytes)
            return total / bytesPerSecond
        }
        let (seconds, attoseconds) = (ContinuousClock.now - start).components
        let early = due - Double(seconds) - Double(attoseconds) / 1e18
        if early > 0.001 { usleep(UInt32(min(early, 1) * 1_000_000)) }
    }
}
