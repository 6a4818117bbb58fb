/// What a process says with its exit status; the same for every command.
package enum ExitStatus: Int32, Sendable, Hashable, CaseIterable {
    case done = 0
    case failed = 1
    /// Done, and a difference was found.
    case different = 2
    /// Refused by preflight; nothing was changed.
    case refused = 3
    /// The switchover was abandoned; the side that served before takes writes.
    case abandoned = 4
    case wrongUsage = 64
    /// A bug in the tool itself.
    case internalError = 70
    /// A server could not be reached; trying again may help.
    case unreachable = 75
    case interrupted = 130
}
