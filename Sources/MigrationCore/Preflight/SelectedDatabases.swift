/// Which databases of the source a migration moves.
package struct SelectedDatabases: Hashable, Sendable {
    package let names: [String]
    /// Named in the file and not on the source.
    package let missing: [String]

    /// - Parameter maintenanceHoldsTables: whether the database that is asked about the server as
    ///   a whole has tables of its own.
    package init(
        of entries: [DatabaseEntry], by file: MigrationFile, maintenanceHoldsTables: Bool
    ) {
        switch file.databases {
        case .named(let wanted):
            let existing = Set(entries.map(\.name))
            names = wanted.filter { existing.contains($0) }
            missing = wanted.filter { !existing.contains($0) }
        case .all:
            let maintenance = file.servers.source.maintenanceDatabase
            names = entries.filter { entry in
                entry.allowsConnections && !entry.isTemplate
                    && !ReservedNames.isDatabase(entry.name)
                    && (entry.name != maintenance || maintenanceHoldsTables)
            }.map(\.name).sorted()
            missing = []
        }
    }
}
