package import MigrationCore
package import PostgresClient

extension CatalogReader {
    /// Everything about the database that the session is connected to.
    package func databaseFacts(named name: String) async throws(PostgresError) -> DatabaseFacts {
        var facts = DatabaseFacts(name: name, hidden: "not asked")
        facts.access = try await row(.access)
        facts.replicationRoles = try await rows(.replicationRoles)
        facts.tables = try await rows(.tables)
        facts.sequences = try await rows(.sequences)
        facts.columnTypes = try await rows(.columnTypes)
        facts.extensions = try await rows(.extensions)
        facts.collations = try await rows(.collations)
        facts.triggers = try await rows(.triggers)
        facts.rules = try await rows(.rules)
        facts.eventTriggers = try await rows(.eventTriggers)
        facts.largeObjects = try await row(.largeObjects, as: SingleValue<Int>.self).map(\.value)
        facts.foreignObjects = try await rows(.foreignObjects)
        facts.materializedViews = try await rows(.materializedViews)
        facts.temporaryTables = try await rows(.temporaryTables)
        facts.undumped = try await rows(.undumped)
        facts.invalidIndexes = try await rows(.invalidIndexes)
        facts.unvalidatedConstraints = try await rows(.unvalidatedConstraints)
        facts.publications = try await rows(.publications)
        facts.libraryObjects = try await rows(.libraryObjects)
        facts.tablespaceUses = try await rows(.tablespaceUses)
        facts.leftovers = try await rows(.leftovers)
        return facts
    }
}
