/// One repository of the fleet, with everything that groups add to it.
package struct Consumer: Hashable, Sendable {
    /// As the forge names it, usually `owner/name`.
    package var name: String
    package var forge: String
    /// What git clones.
    package var address: String
    /// The base branch; nil for the one the repository itself names.
    package var branch: String?
    package var wave: String
    package var features: [String]
    package var values: [String: FleetValue]
    package var check: String?

    /// - Parameter found: the names that queries gave, by the entry's position in the file.
    package static func all(of fleet: FleetFile, found: [Int: [String]] = [:]) -> [Consumer] {
        let waves = Rollout.completed(fleet.waves)
        var seen: Set<String> = []
        // A repository that is named is meant, even where a query would find it too.
        let order = fleet.repositories.enumerated().sorted {
            ($0.element.givenName == nil ? 1 : 0, $0.offset)
                < ($1.element.givenName == nil ? 1 : 0, $1.offset)
        }
        return order.flatMap { index, entry in
            (entry.givenName.map { [$0] } ?? found[index] ?? []).compactMap { name in
                seen.insert(name).inserted ? Consumer(name, entry, fleet, waves) : nil
            }
        }.sorted { $0.name < $1.name }
    }

    private init(
        _ name: String, _ entry: FleetFile.RepositoryEntry, _ fleet: FleetFile,
        _ waves: [FleetFile.Wave]
    ) {
        self.name = name
        forge = entry.forge
        address = (fleet.forges[entry.forge]?.git ?? "").replacing("{repository}", with: name)
        branch = entry.branch
        wave = Rollout.wave(of: name, groups: entry.groups, in: waves)
        var features: Set<String> = []
        values = [:]
        for settings in entry.groups.compactMap({ fleet.groups[$0] }) + [entry.settings] {
            features.formUnion(settings.features)
            values.merge(settings.values) { _, last in last }
            check = settings.check ?? check
        }
        self.features = features.sorted()
    }

    /// A name for files about this repository.
    package var fileName: String {
        name.replacing("/", with: "__").filter { $0.isLetter || $0.isNumber || "-_.".contains($0) }
    }
}

extension Consumer {
    /// The values that a template is rendered with, and complaints about those that are missing.
    package func values(for template: TemplateEntry) -> ([String: FleetValue], missing: [String]) {
        guard let names = template.values else { return (values, []) }
        return (values.filter { names.contains($0.key) }, names.filter { values[$0] == nil })
    }
}
