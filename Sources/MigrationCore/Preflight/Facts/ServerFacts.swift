/// What is known about one server as a whole; each member is the answer to one question.
package struct ServerFacts: Equatable, Sendable {
    package var identity: Observed<ServerIdentity>
    /// Chosen by initdb, shared by a server and its replicas, and by nothing else.
    package var systemIdentifier: Observed<String>
    package var settings: Observed<ServerSettings>
    package var ourRole: Observed<OurRole>
    package var roles: Observed<[RoleFacts]>
    package var passwords: Observed<[RolePassword]>
    package var roleSettings: Observed<[RoleSetting]>
    package var databases: Observed<[DatabaseEntry]>
    package var sessions: Observed<[SessionFacts]>
    package var slots: Observed<[SlotFacts]>
    package var subscriptions: Observed<[SubscriptionFacts]>
    package var preparedTransactions: Observed<[NamedObject]>
    package var tablespaces: Observed<[NamedObject]>
    package var availableExtensions: Observed<[AvailableExtension]>
    /// What a database there could be ordered by.
    package var locales: Observed<[ServerLocale]>
    /// Bytes of WAL written in each second of the sample.
    package var walRate: Observed<Int64>
    /// What happened when the other server connected to this one.
    package var reachedByPeer: Observed<PeerPath>

    /// Nothing could be asked.
    package init(hidden reason: String, remedy: String? = nil) {
        identity = .unknown(reason: reason, remedy: remedy)
        systemIdentifier = .unknown(reason: reason, remedy: remedy)
        settings = .unknown(reason: reason, remedy: remedy)
        ourRole = .unknown(reason: reason, remedy: remedy)
        roles = .unknown(reason: reason, remedy: remedy)
        passwords = .unknown(reason: reason, remedy: remedy)
        roleSettings = .unknown(reason: reason, remedy: remedy)
        databases = .unknown(reason: reason, remedy: remedy)
        sessions = .unknown(reason: reason, remedy: remedy)
        slots = .unknown(reason: reason, remedy: remedy)
        subscriptions = .unknown(reason: reason, remedy: remedy)
        preparedTransactions = .unknown(reason: reason, remedy: remedy)
        tablespaces = .unknown(reason: reason, remedy: remedy)
        availableExtensions = .unknown(reason: reason, remedy: remedy)
        locales = .unknown(reason: reason, remedy: remedy)
        walRate = .unknown(reason: reason, remedy: remedy)
        reachedByPeer = .unknown(reason: reason, remedy: remedy)
    }

    var version: Observed<ServerVersion> { identity.map(\.version) }
}
