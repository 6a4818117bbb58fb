import Yams

/// Where Terraform or OpenTofu describes the servers that a migration moves between.
package struct InfrastructureEntry: Hashable, Sendable {
    /// The folder with the configuration, relative to where the command is run.
    package var directory: String
    /// `tofu`, `terraform` or a path; nil takes what is installed.
    package var tool: String?
    /// The addresses of the resources that are the two servers.
    package var source: String?
    package var target: String?
    /// A file with more rules about types of resources.
    package var knowledge: String?
    /// Files with values of variables, handed on as `-var-file`.
    package var variableFiles: [String] = []
    /// What a plan may do beside keeping everything.
    package var allowed: [AllowedChange] = []
    package var reconcile = ReconcileEntry()

    package init(directory: String) { self.directory = directory }

    package struct AllowedChange: Hashable, Sendable {
        package enum Change: String, Hashable, Sendable, CaseIterable {
            case updatesInPlace = "updates in place"
            case restarts, replaces, destroys
        }

        package var address: String
        package var change: Change

        package init(address: String, change: Change) {
            self.address = address
            self.change = change
        }
    }
}

extension SectionReader {
    mutating func infrastructureEntry() -> InfrastructureEntry? {
        guard var section = section("infrastructure") else { return nil }
        defer { absorb(section) }
        guard let directory = section.required("directory"),
            let path = section.string(of: directory, "directory")
        else { return nil }
        var entry = InfrastructureEntry(directory: path)
        entry.tool = section.string("tool")
        entry.source = section.string("source")
        entry.target = section.string("target")
        entry.knowledge = section.string("knowledge")
        if let files = section.value("variable_files") {
            entry.variableFiles = section.strings(of: files, "variable_files")
        }
        entry.allowed = section.allowedChanges()
        entry.reconcile = section.reconcileEntry()
        return entry
    }

    private mutating func allowedChanges() -> [InfrastructureEntry.AllowedChange] {
        guard let list = value("allow") else { return [] }
        guard let entries = list.sequence else {
            complain(
                .fileWrongType, "`allow` must be a list", at: list,
                hint: "Write `- {address: ADDRESS, change: restarts}`.")
            return []
        }
        return entries.compactMap { node in
            var section = section("allow", node)
            defer { absorb(section) }
            guard let address = section.required("address"),
                let text = section.string(of: address, "address"),
                section.required("change") != nil,
                let change = section.choice(
                    "change", InfrastructureEntry.AllowedChange.Change.self)
            else { return nil }
            return InfrastructureEntry.AllowedChange(address: text, change: change)
        }
    }

    /// `from_output` needs to know whose output it is.
    mutating func checkOutputs(of migration: MigrationFile) {
        let sides = [migration.servers.source, migration.servers.target]
        let needs = sides.contains { entry in
            if case .output = entry.password { return true }
            return entry.fromOutput != nil
        }
        guard needs, migration.infrastructure == nil else { return }
        complain(
            .fileMissingKey, "`from_output` needs `infrastructure` with a `directory`", at: node,
            hint: "Add `infrastructure: {directory: PATH}`.")
    }
}
