import Foundation
import Glibc
import Synchronization

/// Lets a test end or stop this very process at a chosen place; without its variables it does
/// nothing.
///
///     APUS_DIE_AT=drain:before              kill -9 before the effect `drain`
///     APUS_STALL_AT=copy-slots:after        SIGSTOP after the slots were made
///     APUS_DIE_AT=seal:after,guard/settle:before
///
/// Places are the names of a switchover's effects as reports list them, of a migration's steps
/// (``MigrationStep/place``), and the few that `reach` is called with by name. The guard's effects
/// carry the prefix `guard/`, because it inherits the environment. The signal is the one that
/// nobody can catch, so that what a test sees is what an operator's `kill -9` would do.
enum DeliberateFault {
    enum Moment: String { case before, after }

    static func reach(_ place: String, _ moment: Moment = .after) {
        let name = "\(place):\(moment.rawValue)"
        guard !places.isEmpty, let number = places[name] else { return }
        // An effect that is repeated comes by again, and whoever let it go on meant it.
        guard reached.withLock({ $0.insert(name).inserted }) else { return }
        // To this very thread: sent to the process, it may reach another one first, and this one would
        // have its next statement under way.
        raise(number)
    }

    private static let reached = Mutex(Set<String>())

    private static let places: [String: Int32] = {
        let environment = ProcessInfo.processInfo.environment
        return [("APUS_DIE_AT", SIGKILL), ("APUS_STALL_AT", SIGSTOP)].reduce(into: [:]) {
            for place in (environment[$1.0] ?? "").split(separator: ",") {
                $0[String(place)] = $1.1
            }
        }
    }()
}
