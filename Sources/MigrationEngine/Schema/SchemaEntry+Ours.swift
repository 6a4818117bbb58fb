import MigrationCore

extension SchemaEntry {
    /// Apus made it for the time of the migration, so it neither moves nor counts as a difference.
    func isOurs(_ names: ObjectNames) -> Bool {
        type.hasPrefix("PUBLICATION") && name.hasPrefix(names.publication)
            || type == "TRIGGER" && name.hasSuffix(" \(TableGuard.trigger)")
    }
}
