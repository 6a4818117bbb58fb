/// What happens to a ``TestForge`` in a long course of calls: faults, people and an end of the
/// caller, each at a number of calls and none at a time.
extension TestForge {
    /// How many calls went wrong, in each way.
    package struct FaultCounts: Sendable, Hashable {
        package var refused = 0
        package var answersLost = 0
        package var limited = 0

        package var all: Int { refused + answersLost + limited }
    }

    struct Course {
        var percent = 0
        var seed: UInt64 = 0
        var counts = FaultCounts()
        /// Finished calls about each repository.
        var finished: [String: Int] = [:]
        /// Admitted ones.
        private var admitted: [String: Int] = [:]
        var visitor: (@Sendable (_ repository: String, _ turn: Int) async -> Void)?
        var alarm: (calls: Int, ring: @Sendable () -> Void)?

        /// The n-th call about a repository goes wrong or not, whoever else calls.
        mutating func fault(for path: String) -> Fault? {
            let subject = Self.subject(path)
            let turn = admitted[subject, default: 0]
            admitted[subject] = turn + 1
            guard percent > 0 else { return nil }
            let letters = subject.utf8.reduce(0) { $0 &* 31 &+ Int($1) }
            var luck = Luck(seed, .fault, letters, turn)
            guard luck.chance(percent) else { return nil }
            switch luck.pick(3) {
            case 0:
                counts.refused += 1
                return .refuse(503)
            case 1:
                counts.answersLost += 1
                return .loseAnswer
            default:
                counts.limited += 1
                return .limit(0)
            }
        }

        /// `owner/name` of GitHub's paths; of other forges' something that tells them apart.
        static func subject(_ path: String) -> String {
            let pieces = path.split(separator: "/")
            guard pieces.first == "repos", pieces.count > 2 else {
                return pieces.prefix(5).joined(separator: "/")
            }
            return "\(pieces[1])/\(pieces[2])"
        }
    }

    /// Lets so many of a hundred calls fail, each way as often as the others.
    package func fail(percent: Int, seed: UInt64) {
        course.percent = percent
        course.seed = seed
    }

    package var faultCounts: FaultCounts { course.counts }

    /// Lets somebody act whenever a call about a repository is finished, before its answer goes out.
    package func visit(
        _ visitor: (@Sendable (_ repository: String, _ turn: Int) async -> Void)?
    ) {
        course.visitor = visitor
    }

    /// Rings once, when so many more calls are finished and before the last one is answered; nil
    /// takes the alarm back.
    package func setAlarm(afterCalls calls: Int?, _ ring: @escaping @Sendable () -> Void = {}) {
        course.alarm = calls.map { ($0, ring) }
    }

    /// A call was worked on, and is about to be answered.
    func finish(_ path: String) async {
        let subject = Course.subject(path)
        let turn = course.finished[subject, default: 0]
        course.finished[subject] = turn + 1
        await course.visitor?(subject, turn)
        guard var alarm = course.alarm else { return }
        alarm.calls -= 1
        course.alarm = alarm.calls > 0 ? alarm : nil
        if alarm.calls <= 0 { alarm.ring() }
    }
}
