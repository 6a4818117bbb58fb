import Synchronization

/// The instant at which something ended, noted by whoever hears of it first.
final class EndTime: Sendable {
    private let noted = Mutex<ContinuousClock.Instant?>(nil)

    func note() { noted.withLock { $0 = $0 ?? .now } }
    var instant: ContinuousClock.Instant? { noted.withLock { $0 } }
}

extension Duration {
    var inSeconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds) + Double(attoseconds) / 1e18
    }
}
