/// Which side plays which part on the links of replication.
extension MigrationFile {
    /// The source for the way there, the target for the way back.
    func publishes(_ side: Side) -> Bool { side == .source || wayBack == .required }

    func subscribes(_ side: Side) -> Bool { side == .target || wayBack == .required }

    /// Whether an object was made by this very migration.
    func isOurs(_ object: String) -> Bool { ObjectNames(migration: name).isLink(object) }
}
