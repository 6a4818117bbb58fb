/// A subscription of a server, without its connection string, which may hold a password.
package struct SubscriptionFacts: Hashable, Sendable, Codable {
    package let name: String
    package let database: String
    package let isEnabled: Bool
    package let slot: String?

    package init(name: String, database: String, isEnabled: Bool = true, slot: String? = nil) {
        self.name = name
        self.database = database
        self.isEnabled = isEnabled
        self.slot = slot
    }
}
