/// A replication slot, physical or logical.
package struct SlotFacts: Hashable, Sendable, Codable {
    package var name: String
    package var plugin: String?
    package var database: String?
    package var isActive: Bool
    package var isTemporary: Bool
    package var retainedBytes: Int64?
    /// Nil before 13.
    package var walStatus: String?

    package init(
        name: String, plugin: String? = "pgoutput", database: String? = "app",
        isActive: Bool = true, isTemporary: Bool = false, retainedBytes: Int64? = 0,
        walStatus: String? = "reserved"
    ) {
        self.name = name
        self.plugin = plugin
        self.database = database
        self.isActive = isActive
        self.isTemporary = isTemporary
        self.retainedBytes = retainedBytes
        self.walStatus = walStatus
    }

    var isLogical: Bool { database != nil }
}
