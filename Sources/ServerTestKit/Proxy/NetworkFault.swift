/// What a ``FaultyProxy`` does to what passes through it.
package enum NetworkFault: Hashable, Sendable {
    /// Nothing: it forwards.
    case none
    /// Holds every chunk for so long, in each direction.
    case delay(Duration)
    /// Accepts and reads, and passes nothing on, until the fault changes.
    case stall
    /// Ends every connection at once, and every new one.
    case cut
    /// Lets requests through and so many bytes of the answers, then ends the connection: with
    /// zero, a statement takes effect and its client never learns it.
    case truncateAnswers(after: Int)
}
