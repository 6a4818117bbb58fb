/// Everything that preflight judges, as it was seen at one moment.
package struct PreflightFacts: Equatable, Sendable {
    package var servers: BothSides<ServerFacts>
    /// The databases that the file selects, on the source.
    package var databases: Observed<[DatabaseFacts]>
    /// Names that the file selects and the source does not have.
    package var missingDatabases: [String]
    /// Databases of the same names that the target already has, with what is in them.
    package var targetDatabases: [String: Observed<[NamedObject]>]

    package init(
        servers: BothSides<ServerFacts>, databases: Observed<[DatabaseFacts]>,
        missingDatabases: [String] = [],
        targetDatabases: [String: Observed<[NamedObject]>] = [:]
    ) {
        self.servers = servers
        self.databases = databases
        self.missingDatabases = missingDatabases
        self.targetDatabases = targetDatabases
    }

    /// How many links of replication run side by side: one for each database, or as many streams
    /// as the file asks for.
    func links(of file: MigrationFile) -> Observed<Int> {
        var streams = 1
        if case .exactly(let count) = file.limits.streams { streams = count }
        return databases.map { $0.count * streams }
    }
}
