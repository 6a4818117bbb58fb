package import Diagnostics

extension Diagnostic.Code {
    package static let fleetNothingFound: Self = "fleet.nothing-found"
    package static let fleetPathClash: Self = "fleet.path-clash"
    package static let fleetLink: Self = "fleet.link"
    package static let fleetMissingValue: Self = "fleet.missing-value"
}

/// The files that a repository should have from the centre, and which feature brings each.
package struct DesiredFiles: Hashable, Sendable {
    package struct Entry: Hashable, Sendable {
        package var version: FileVersion
        package var feature: String
        /// Where it comes from in the centre, for messages and links.
        package var source: String
        package var replacesExisting: Bool

        package init(
            version: FileVersion, feature: String, source: String, replacesExisting: Bool = false
        ) {
            self.version = version
            self.feature = feature
            self.source = source
            self.replacesExisting = replacesExisting
        }
    }

    package private(set) var entries: [String: Entry] = [:]
    package private(set) var problems: [Diagnostic] = []

    package init() {}

    /// Equal for equal contents, whichever commit of the centre they come from.
    package var fingerprint: Fingerprint {
        Fingerprint(
            entries.sorted { $0.key < $1.key }.map {
                "\($0.key) \($0.value.version.mode.rawValue) \($0.value.version.blob)"
            })
    }

    /// Takes the vendored files of a feature out of the centre's tree.
    package mutating func add(_ feature: Feature, named name: String, from centre: FileTree) {
        for paths in feature.vendor {
            let found = paths.found(in: centre)
            if found.isEmpty {
                problem(
                    .fleetNothingFound,
                    "the feature `\(name)` finds no file of the centre under \(paths.from)",
                    "Every vendored path must bring something, so that a misspelt one is noticed.")
            }
            for (source, path) in found {
                guard let version = centre[source] else { continue }
                add(
                    path,
                    Entry(
                        version: version, feature: name, source: source,
                        replacesExisting: feature.existing == .replace))
            }
        }
    }

    /// Adds one file; two features may bring the same file only if it is the same.
    package mutating func add(_ path: String, _ entry: Entry) {
        guard entry.version.mode.isFile else {
            return problem(
                .fleetLink, "\(entry.source) is a link, and links are not vendored",
                "A link could lead out of the repository it is copied to.")
        }
        if let other = entries[path], other.version != entry.version {
            return problem(
                .fleetPathClash,
                "the features `\(other.feature)` and `\(entry.feature)` both bring \(path)",
                "One comes from \(other.source), the other from \(entry.source).")
        }
        entries[path] = entry
    }

    package mutating func add(problem: Diagnostic) { problems.append(problem) }

    private mutating func problem(_ code: Diagnostic.Code, _ message: String, _ detail: String) {
        problems.append(Diagnostic(.error, code, message, detail: detail))
    }

    /// Names paths that cannot stand side by side; to be called when everything was added.
    package mutating func finish() {
        var byLowercase: [String: String] = [:]
        for path in entries.keys.sorted() {
            if let other = byLowercase.updateValue(path, forKey: path.lowercased()) {
                problem(
                    .fleetPathClash, "\(other) and \(path) differ only in upper and lower case",
                    "Some file systems can hold only one of them.")
            }
            var folder = FleetPath.parent(path)
            while !folder.isEmpty {
                if entries[folder] != nil {
                    problem(
                        .fleetPathClash, "\(folder) would be a file and a folder",
                        "\(path) lies below it.")
                }
                folder = FleetPath.parent(folder)
            }
        }
    }
}

extension VendoredPaths {
    /// The centre's files that are meant, and where each lands, in the order of their paths.
    func found(in centre: FileTree) -> [(source: String, path: String)] {
        if centre[from] != nil { return [(from, to.isEmpty ? FleetPath.baseName(from) : to)] }
        let include = include.map { PathPattern($0) }
        let exclude = exclude.map { PathPattern($0) }
        return centre.keys.compactMap { source in
            guard let relative = FleetPath.relative(source, to: from),
                include.isEmpty || include.contains(where: { $0.matches(relative) }),
                !exclude.contains(where: { $0.matches(relative) })
            else { return nil }
            return (source, FleetPath.joined(to, renamed(relative)))
        }.sorted { $0.source < $1.source }
    }

    private func renamed(_ path: String) -> String {
        let name = FleetPath.baseName(path)
        guard let stripPrefix, name.hasPrefix(stripPrefix), name.count > stripPrefix.count else {
            return path
        }
        return FleetPath.joined(FleetPath.parent(path), String(name.dropFirst(stripPrefix.count)))
    }
}
