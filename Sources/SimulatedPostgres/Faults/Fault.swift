/// What can go wrong. Each seed favours others.
package enum Fault: String, Hashable, Sendable, CaseIterable {
    // To one piece of work, before, while or after it happens.
    case refused = "refused"
    case slow = "slow"
    case replyLost = "reply lost"
    case landsLate = "lands after its failure was reported"
    case twice = "performed twice"
    case diesBefore = "process dies before"
    case diesDuring = "process dies while it is on the wire"
    case diesAfter = "process dies after, before it learns of it"
    case diesKnowing = "process dies having learned of it"
    case hangsBefore = "process hangs before"
    case hangsAfter = "process hangs after"
    case overtaken = "process hangs before, and a second operator overtakes it"
    case crashesHere = "server crashes before"
    case crashesThere = "server crashes after"
    case poolerFalls = "pooler is killed after"

    // At any instant.
    case crash = "server crashes"
    case restart = "server restarts"
    case poolerKilled = "pooler is killed"
    case slotGone = "slot is gone"
    case slotLost = "slot is given up"
    case cut = "connections are cut"
    case secondOperator = "second operator"
    case guardDies = "guard dies"
    case killed = "program is killed"
    case hangs = "program hangs"
    case slowApply = "apply is slow"
    case longTransaction = "long transaction"

    package static let ofWork: [Fault] = [
        .refused, .slow, .replyLost, .landsLate, .twice, .diesBefore, .diesDuring, .diesAfter,
        .diesKnowing, .hangsBefore, .hangsAfter, .overtaken, .crashesHere, .crashesThere,
        .poolerFalls,
    ]

    package static let ofTheWorld: [Fault] = [
        .crash, .restart, .poolerKilled, .slotGone, .slotLost, .cut, .secondOperator, .guardDies,
        .killed, .hangs, .slowApply, .longTransaction,
    ]

    /// Whether it ends or stops a process: a guard has its own.
    var strikesProcess: Bool {
        switch self {
        case .diesBefore, .diesDuring, .diesAfter, .diesKnowing, .hangsBefore, .hangsAfter,
            .overtaken:
            true
        default: false
        }
    }
}
