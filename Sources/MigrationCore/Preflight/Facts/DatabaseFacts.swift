/// What is known about one database of the source; each member is the answer to one question.
package struct DatabaseFacts: Equatable, Sendable {
    package let name: String
    package var access: Observed<DatabaseAccess>
    package var replicationRoles: Observed<[ReplicationRole]>
    package var tables: Observed<[TableFacts]>
    package var sequences: Observed<[SequenceFacts]>
    package var columnTypes: Observed<[ColumnType]>
    package var extensions: Observed<[ExtensionFacts]>
    package var collations: Observed<[CollationFacts]>
    package var triggers: Observed<[NamedObject]>
    package var rules: Observed<[NamedObject]>
    package var eventTriggers: Observed<[NamedObject]>
    package var largeObjects: Observed<Int>
    package var foreignObjects: Observed<[NamedObject]>
    package var materializedViews: Observed<[NamedObject]>
    package var temporaryTables: Observed<[NamedObject]>
    package var invalidIndexes: Observed<[NamedObject]>
    package var undumped: Observed<[NamedObject]>
    package var unvalidatedConstraints: Observed<[NamedObject]>
    package var publications: Observed<[NamedObject]>
    package var libraryObjects: Observed<[NamedObject]>
    package var tablespaceUses: Observed<[NamedObject]>
    package var leftovers: Observed<[NamedObject]>

    /// Nothing could be asked, most often because we may not connect.
    package init(name: String, hidden reason: String, remedy: String? = nil) {
        self.name = name
        access = .unknown(reason: reason, remedy: remedy)
        replicationRoles = .unknown(reason: reason, remedy: remedy)
        tables = .unknown(reason: reason, remedy: remedy)
        sequences = .unknown(reason: reason, remedy: remedy)
        columnTypes = .unknown(reason: reason, remedy: remedy)
        extensions = .unknown(reason: reason, remedy: remedy)
        collations = .unknown(reason: reason, remedy: remedy)
        triggers = .unknown(reason: reason, remedy: remedy)
        rules = .unknown(reason: reason, remedy: remedy)
        eventTriggers = .unknown(reason: reason, remedy: remedy)
        largeObjects = .unknown(reason: reason, remedy: remedy)
        foreignObjects = .unknown(reason: reason, remedy: remedy)
        materializedViews = .unknown(reason: reason, remedy: remedy)
        temporaryTables = .unknown(reason: reason, remedy: remedy)
        invalidIndexes = .unknown(reason: reason, remedy: remedy)
        undumped = .unknown(reason: reason, remedy: remedy)
        unvalidatedConstraints = .unknown(reason: reason, remedy: remedy)
        publications = .unknown(reason: reason, remedy: remedy)
        libraryObjects = .unknown(reason: reason, remedy: remedy)
        tablespaceUses = .unknown(reason: reason, remedy: remedy)
        leftovers = .unknown(reason: reason, remedy: remedy)
    }
}
