import MigrationCore

/// A subscription on its subscriber, and the worker that applies for it.
struct ModelSubscription {
    var isEnabled = false
    /// The parts of the tables that it takes.
    var parts: Set<Int>
    /// The replication origin: the publisher's position up to which changes are applied here. It
    /// is part of the applying transactions, and so is lost with them.
    var progress = LSN(position: 0)
    var savedProgress = LSN(position: 0)
    var workerRuns = false
    /// Up to where the worker has read the publisher's log.
    var cursor = LSN(position: 0)
    /// A step of the worker stands on the agenda.
    var isMoving = false

    init(parts: Set<Int>) { self.parts = parts }

    mutating func save() { savedProgress = progress }
    mutating func forget() { progress = savedProgress }
}
