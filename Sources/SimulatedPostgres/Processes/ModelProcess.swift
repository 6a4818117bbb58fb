import MigrationCore

/// One process life: a run of the program, or the guard beside it.
final class ModelProcess {
    enum Role: Equatable {
        case program
        case guardian(of: Int)
    }

    let number: Int
    let role: Role
    let goal: Goal
    var isAlive = true
    /// Stopped until then; what it sent goes on without it.
    var hungUntil: Milliseconds?
    var machine: Switchover?
    var attempt: Attempt?
    /// The errand whose answer it waits for.
    var errand: Int?
    var attemptsLeft = 3
    var hasSeenJournal = false
    /// From when the guard counts the write pause.
    var armedAt: Milliseconds?

    init(number: Int, role: Role, goal: Goal) {
        self.number = number
        self.role = role
        self.goal = goal
    }

    var isGuardian: Bool { role != .program }
    var isOnGuard: Bool { isGuardian && isAlive && (armedAt != nil || machine != nil) }
}
