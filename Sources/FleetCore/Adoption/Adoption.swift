/// Turns a fleet that scripts keep into a fleet file that says the same.
///
/// What the scripts do after vendir ran (copies without the prefix, files that are moved) is not
/// read from the scripts but from what lies in the repositories.
package struct Adoption: Sendable {
    package let scripted: ScriptedFleet
    /// The centre's files.
    package let centre: FileTree
    /// Each repository's files, by its name without an owner.
    package let consumers: [String: FileTree]
    /// What could not be carried over, for a person to look at.
    package private(set) var remarks: [String] = []
    package private(set) var features: [String: [VendoredPaths]] = [:]

    package init(_ scripted: ScriptedFleet, centre: FileTree, consumers: [String: FileTree]) {
        self.scripted = scripted
        self.centre = centre
        self.consumers = consumers
        for content in scripted.contents { add(content) }
    }

    /// The feature that every repository has.
    private static let common = "common"

    private mutating func add(_ content: ScriptedFleet.Content) {
        var byFeature: [String: [String]] = [:]
        for pattern in content.exclude {
            let name = FleetPath.baseName(pattern)
            // `rust-*` keeps files of the feature `rust` from those that have it not.
            if let feature = name.split(separator: "-").first, name.contains("-") {
                byFeature[String(feature), default: []].append(pattern)
            }
        }
        add(
            Self.common, prefix: nil,
            VendoredPaths(
                from: content.from, to: content.to, include: content.include,
                exclude: content.exclude))
        for (feature, patterns) in byFeature.sorted(by: { $0.key < $1.key })
        where scripted.features.contains(feature) {
            add(
                feature, prefix: "\(feature)-",
                VendoredPaths(from: content.from, to: content.to, include: patterns))
        }
    }

    private mutating func add(_ feature: String, prefix: String?, _ paths: VendoredPaths) {
        var paths = paths
        paths.include = paths.include == ["**/*"] ? [] : paths.include
        let found = paths.found(in: centre)
        guard !found.isEmpty else { return }
        let members = consumers.filter { name, _ in
            feature == Self.common || scripted.repositories[name]?.contains(feature) == true
        }.values
        // A file that no repository has where it should land was moved by a script.
        for (source, path) in found
        where !members.isEmpty && members.allSatisfy({ $0[path] == nil }) {
            let relative = FleetPath.relative(source, to: paths.from) ?? source
            paths.exclude.append(relative)
            addMoved(feature, source, Array(members))
        }
        if !paths.found(in: centre).isEmpty { features[feature, default: []].append(paths) }
        addCopies(feature, prefix: prefix, paths, Array(members))
    }

    private mutating func addMoved(_ feature: String, _ source: String, _ members: [FileTree]) {
        let places = members.compactMap { tree in
            tree.filter { $0.value == centre[source] }.keys.sorted().first
        }
        if let place = places.first, Set(places).count == 1 {
            features[feature, default: []].append(VendoredPaths(from: source, to: place))
        } else {
            remarks.append("\(source) is in no repository as it is now, so no feature brings it")
        }
    }

    /// `x/vendor/rust-a.yml` may also lie as `x/a.yml`.
    private mutating func addCopies(
        _ feature: String, prefix: String?, _ paths: VendoredPaths, _ members: [FileTree]
    ) {
        guard FleetPath.baseName(paths.to) == "vendor" else { return }
        var copies = paths
        copies.to = FleetPath.parent(paths.to)
        copies.stripPrefix = prefix
        let found = copies.found(in: centre)
        let vendored = paths.found(in: centre)
        let areThere = zip(found, vendored).contains { copy, original in
            members.contains { tree in
                tree[copy.path] != nil && tree[copy.path] == tree[original.path]
            }
        }
        if areThere { features[feature, default: []].append(copies) }
    }

    // MARK: The file

    /// - Parameters:
    ///   - name: of the fleet.
    ///   - git: what git clones, with `{repository}` in it.
    package func fleetFile(name: String, git: String) -> String {
        var lines = [
            "# Written by apus fleet adopt from a fleet that scripts kept.", "fleet: \(name)", "",
            "forges:", "  here:",
        ]
        lines += forge(git).map { "    \($0)" } + ["", "features:"]
        let used = Set(scripted.repositories.values.joined()).union([Self.common])
        for feature in used.sorted() { lines += describe(feature) }
        lines += ["", "repositories:"]
        for (repository, own) in scripted.repositories.sorted(by: { $0.key < $1.key }) {
            let full = scripted.owner.map { "\($0)/\(repository)" } ?? repository
            let all = ([Self.common] + own).joined(separator: ", ")
            let branch = scripted.branch.map { ", branch: \($0)" } ?? ""
            lines.append("- {name: \(full)\(branch), features: [\(all)]}")
        }
        lines += ["", "request:"]
        lines += ["  branch: \(JSONText.quoted(scripted.requestBranch ?? "apus/fleet"))"]
        if let title = scripted.title { lines.append("  title: \(JSONText.quoted(title))") }
        if !scripted.labels.isEmpty {
            lines.append("  labels: [\(scripted.labels.joined(separator: ", "))]")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func forge(_ git: String) -> [String] {
        if git.contains("github.com") {
            return ["kind: github", "git: \(JSONText.quoted(git))", "token: {env: GITHUB_TOKEN}"]
        }
        if git.contains("gitlab.com") {
            return ["kind: gitlab", "git: \(JSONText.quoted(git))", "token: {env: GITLAB_TOKEN}"]
        }
        return ["kind: git", "git: \(JSONText.quoted(git))"]
    }

    private func describe(_ feature: String) -> [String] {
        guard let all = features[feature], !all.isEmpty else { return ["  \(feature): {}"] }
        return ["  \(feature):", "    vendor:"]
            + all.map { paths in
                var parts = ["from: \(paths.from)", "to: \(paths.to)"]
                let list = { (items: [String]) in
                    "[" + items.map(JSONText.quoted).joined(separator: ", ") + "]"
                }
                if !paths.include.isEmpty { parts.append("include: \(list(paths.include))") }
                if !paths.exclude.isEmpty { parts.append("exclude: \(list(paths.exclude))") }
                if let prefix = paths.stripPrefix { parts.append("strip_prefix: \(prefix)") }
                return "    - {\(parts.joined(separator: ", "))}"
            }
    }
}
