package import Diagnostics
import Yams

extension Diagnostic.Code {
    package static let adoptNotUnderstood: Self = "adopt.not-understood"
}

/// A fleet as scripts keep it: a template of vendir's configuration that is filled in for each
/// repository, a list of repositories with their features, and file names that begin with the
/// feature they belong to.
package struct ScriptedFleet: Hashable, Sendable {
    /// One content of a directory in the template.
    package struct Content: Hashable, Sendable {
        /// Where it lands in the repository.
        package var to: String
        /// The folder of the centre that becomes the root.
        package var from: String
        /// Patterns below `from`.
        package var include: [String]
        package var exclude: [String]
    }

    package var contents: [Content] = []
    /// Each repository's features, by its name without an owner.
    package var repositories: [String: [String]] = [:]
    package var owner: String?
    /// What git clones, with `{repository}` for owner and name; nil when the values do not say.
    package var git: String?
    package var branch: String?
    package var requestBranch: String?
    package var title: String?
    package var labels: [String] = []

    /// - Parameters:
    ///   - template: vendir's configuration as a template.
    ///   - values: the list of repositories under `src_repos`, with `git_org_uri`, `pr_branch` and
    ///     `source_repo_branch` where they are given.
    ///   - script: the script that opens requests, read for its title and labels.
    ///   - folder: the folder of each repository that the template is filled in to.
    package init(template: String, values: String, script: String?, folder: String) throws {
        try readTemplate(template, folder)
        try readValues(values)
        if let script { readScript(script) }
    }

    package var features: [String] { Set(repositories.values.joined()).sorted() }

    private mutating func readTemplate(_ text: String, _ folder: String) throws {
        guard let root = try? Yams.compose(yaml: text),
            let directories = root.mapping?["directories"]?.sequence
        else { throw Self.notUnderstood("the template has no `directories`") }
        for directory in directories {
            let path = directory.mapping?["path"]?.string ?? "."
            for item in directory.mapping?["contents"]?.sequence ?? [] {
                guard let content = item.mapping, content["git"] != nil else { continue }
                let below = content["path"]?.string ?? "."
                guard let to = Self.resolved("\(folder)/\(path)/\(below)") else {
                    throw Self.notUnderstood("\(path) leads out of the repository")
                }
                contents.append(Self.content(content, to: to))
            }
        }
    }

    private static func content(_ node: Node.Mapping, to: String) -> Content {
        let strings = { (key: String) in
            node[key]?.sequence?.compactMap(\.string) ?? []
        }
        let include = strings("includePaths")
        let from = FleetPath.cleaned(node["newRootPath"]?.string ?? "") ?? ""
        let relative = { (pattern: String) in FleetPath.relative(pattern, to: from) }
        return Content(
            to: to, from: from, include: include.compactMap(relative),
            exclude: strings("excludePaths").compactMap(relative))
    }

    /// `ci/../.github/x` is `.github/x`; nil when it leads out.
    private static func resolved(_ path: String) -> String? {
        var pieces: [Substring] = []
        for piece in path.split(separator: "/") where piece != "." {
            if piece == ".." {
                guard pieces.popLast() != nil else { return nil }
            } else {
                pieces.append(piece)
            }
        }
        return pieces.joined(separator: "/")
    }

    private mutating func readValues(_ text: String) throws {
        guard let root = try? Yams.compose(yaml: text)?.mapping,
            let list = root["src_repos"]?.mapping
        else { throw Self.notUnderstood("the values have no mapping `src_repos`") }
        for (key, value) in list {
            let features = value.sequence ?? value.mapping?["features"]?.sequence
            repositories[key.string ?? ""] = features?.compactMap(\.string) ?? []
        }
        requestBranch = root["pr_branch"]?.string
        branch = root["source_repo_branch"]?.string
        guard let place = root["git_org_uri"]?.string,
            let end = place.lastIndex(where: { $0 == "/" || $0 == ":" })
        else { return }
        owner = String(place[place.index(after: end)...])
        git = String(place[...end]) + "{repository}.git"
    }

    private mutating func readScript(_ text: String) {
        title = text.firstMatch(of: /--title\s+"([^"]*)"/).map { String($0.1) }
        labels = text.matches(of: /--label\s+"?([A-Za-z0-9_.:\/-]+)/).map { String($0.1) }
    }

    private static func notUnderstood(_ what: String) -> Diagnostic {
        Diagnostic(
            .error, .adoptNotUnderstood, what,
            detail: "Adoption reads a template with `directories`, and values with `src_repos`.")
    }
}
