package import Diagnostics

/// How one of many tags is chosen.
package struct VersionSelection: Hashable, Sendable {
    package struct Semver: Hashable, Sendable {
        package var constraints: String
        package var prereleases: Prereleases = .none

        package init(constraints: String = "", prereleases: Prereleases = .none) {
            self.constraints = constraints
            self.prereleases = prereleases
        }
    }

    package enum Prereleases: Hashable, Sendable {
        case none
        /// With one of these words among their parts; any when there are none.
        case some(identifiers: [String])

        func admits(_ version: SemanticVersion) -> Bool {
            if version.prerelease.isEmpty { return true }
            guard case .some(let identifiers) = self else { return false }
            return identifiers.isEmpty
                || version.prerelease.contains { identifiers.contains($0.text) }
        }
    }

    package var semver: Semver?

    package init(semver: Semver?) { self.semver = semver }

    /// The highest of the names that are versions and fit.
    package func highest(of names: [String]) throws(Diagnostic) -> String {
        guard let semver else {
            throw Diagnostic(
                .error, .noVersion,
                "unsupported version selection type (currently supported: semver)")
        }
        var counts: [String] = []
        var versions = TaggedVersions(names)
        counts.append("all=\(versions.all.count)")
        versions.keep(semver.prereleases)
        counts.append("after-prereleases-filter=\(versions.all.count)")
        if !semver.constraints.isEmpty {
            try versions.keep(VersionRange(semver.constraints))
            counts.append("after-constraints-filter=\(versions.all.count)")
        }
        if let highest = versions.sorted.last { return highest }
        throw Diagnostic(
            .error, .noVersion,
            "expected to find at least one version, but did not (details: "
                + counts.joined(separator: " -> ") + ")",
            hint: semver.prereleases == .none
                ? "Versions like 1.0.0-rc.1 count only with `prereleases: {}`." : nil)
    }
}

/// Names that are versions, with or without `v` before them; other names are passed over.
package struct TaggedVersions: Sendable {
    package private(set) var all: [(name: String, version: SemanticVersion)]

    package init(_ names: [String]) {
        all = names.compactMap { name in
            SemanticVersion(name.hasPrefix("v") ? name.dropFirst() : name[...])
                .map { (name, $0) }
        }
    }

    package mutating func keep(_ prereleases: VersionSelection.Prereleases) {
        all.removeAll { !prereleases.admits($0.version) }
    }

    package mutating func keep(_ range: VersionRange) {
        all.removeAll { !range.admits($0.version) }
    }

    /// From the lowest to the highest; equal ones in the order they came.
    package var sorted: [String] {
        all.enumerated().sorted {
            ($0.element.version, $0.offset) < ($1.element.version, $1.offset)
        }.map(\.element.name)
    }
}
