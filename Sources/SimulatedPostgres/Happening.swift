import MigrationCore

/// Virtual time, and lengths of it.
package typealias Milliseconds = Int

/// One entry of the agenda.
enum Happening {
    /// A process sends what it decided to do.
    case depart(errand: Int)
    /// A statement reaches its server, or a process looks again whether it is done.
    case land(errand: Int)
    /// The answer reaches the process.
    case hear(errand: Int)
    /// A process goes on after a pause.
    case wake(process: Int)
    case kill(process: Int)
    case deadline(process: Int, attempt: Int)
    case guardLooks(process: Int)
    case operatorLooks
    case client(Int)
    case workerStarts(Channel)
    case workerEnds(Channel)
    case carry(Channel)
    case flush(Side)
    case checkpoint(Side)
    case serverRises(Side)
    case poolerRises
    case strike(Fault)
    case applyIsQuickAgain
    case clientsStop
    case end
}
