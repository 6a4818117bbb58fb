import MigrationCore

/// Work on its way: sent, perhaps at work, perhaps nobody waits for it any more.
struct Errand {
    let number: Int
    let process: Int
    let work: Work
    var fault: Fault?
    /// How often it landed.
    var stage = 0
    /// The next landing is a look by its process, and not a statement on the wire.
    var isLooking = false
    /// What an earlier stage saw on the source.
    var view: ServerView?
    /// What an earlier stage read of the sequences.
    var sequence = 0
    /// How far a subscription had come when an earlier stage looked.
    var progress = LSN(position: 0)
    /// When its first stage landed.
    var since: Milliseconds = 0
    var answer: Answer?

    /// What becomes of it when it has landed.
    enum Progress {
        /// Its process looks again later.
        case look(after: Milliseconds)
        /// The next statement is on the wire, whatever becomes of the process.
        case send(after: Milliseconds)
        case answer(Answer)

        static func event(_ event: Switchover.Event) -> Progress { .answer(.event(event)) }
    }
}
