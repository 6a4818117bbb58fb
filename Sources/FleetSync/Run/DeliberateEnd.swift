import Foundation
import Glibc

/// Lets a test end this very process before or after an effect; does nothing without its variable.
///
///     APUS_FLEET_DIE_AT=push:after        kill -9 once a branch was pushed
///     APUS_FLEET_DIE_AFTER=7              kill -9 at the seventh such place
///
/// The signal is the one that nobody can catch.
package enum DeliberateEnd {
    package enum Moment: String, Sendable { case before, after }

    static func reach(_ place: String, _ moment: Moment) {
        if let wanted, wanted == "\(place):\(moment.rawValue)" { end() }
        if let countdown, countdown.next() == 0 { end() }
    }

    private static func end() -> Never {
        kill(getpid(), SIGKILL)
        while true { pause() }
    }

    private static let wanted = ProcessInfo.processInfo.environment["APUS_FLEET_DIE_AT"]
    private static let countdown = ProcessInfo.processInfo.environment["APUS_FLEET_DIE_AFTER"]
        .flatMap { Int($0) }.map { Countdown($0) }

    private final class Countdown: @unchecked Sendable {
        // Guarded by the lock.
        private var left: Int
        private let lock = NSLock()

        init(_ count: Int) { left = count }

        func next() -> Int {
            lock.withLock {
                left -= 1
                return left
            }
        }
    }
}
