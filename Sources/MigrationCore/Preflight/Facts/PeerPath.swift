/// What came of a real attempt of one server to connect to the other.
package enum PeerPath: Hashable, Sendable {
    case works
    /// The connecting server's own words.
    case fails(String)
}
