package import Diagnostics
import Yams

extension FleetFile {
    /// Reads a fleet file.
    ///
    /// - Parameters:
    ///   - text: the whole file.
    ///   - file: its name, for messages.
    /// - Returns: the fleet when nothing was wrong with the file, and everything that was.
    package static func read(_ text: String, file: String) -> (FleetFile?, [Diagnostic]) {
        let complaints = FleetFileComplaints(file: file)
        guard let root = root(of: text, complaints) else { return (nil, complaints.diagnostics) }
        var section = FleetFileSection(root, path: "", complaints)
        let fleet = section.fleet()
        section.end()
        let found = complaints.diagnostics.sorted { ($0.place?.line ?? 0) < ($1.place?.line ?? 0) }
        return (found.isEmpty ? fleet : nil, found)
    }

    private static func root(of text: String, _ complaints: FleetFileComplaints) -> Node? {
        do {
            if let node = try Yams.compose(yaml: text) { return node }
            complaints.add(.fleetFileNotYAML, "the file is empty", at: nil)
        } catch YamlError.duplicatedKeysInMapping(let duplicates, let context) {
            complaints.add(
                .fleetDuplicateKey, "`\(duplicates.first ?? "?")` is given twice",
                line: context.mark.line, column: context.mark.column)
        } catch YamlError.scanner(_, let problem, let mark, _),
            YamlError.parser(_, let problem, let mark, _),
            YamlError.composer(_, let problem, let mark, _)
        {
            complaints.add(
                .fleetFileNotYAML, "the file is not YAML: \(problem)", line: mark.line,
                column: mark.column)
        } catch {
            complaints.add(.fleetFileNotYAML, "the file is not YAML: \(error)", at: nil)
        }
        return nil
    }
}

extension FleetFileSection {
    fileprivate mutating func fleet() -> FleetFile {
        let nameNode = required("fleet")
        let name = nameNode?.scalar?.string ?? ""
        if nameNode != nil, !FleetNames.isPlain(name) {
            complaints.add(
                .fleetWrongType, "`fleet` must be 1 to 40 of a-z, 0-9 and -, not \"\(name)\"",
                at: nameNode, hint: "It becomes a part of a file's name in each repository.")
        }
        var fleet = FleetFile(
            name: name, centreURL: string("centre"), forges: [:], features: [:], groups: [:],
            repositories: [], waves: [], request: .init(), limits: .init())
        for (name, section) in named("forges") { fleet.forges[name] = section.forge() }
        for (name, section) in named("features") { fleet.features[name] = section.feature() }
        for (name, section) in named("groups") {
            fleet.groups[name] = section.group(fleet)
        }
        fleet.repositories = sections("repositories").map { $0.repository(fleet) }
        fleet.waves = sections("waves").map { $0.wave(fleet) }
        checkNames(fleet)
        if let section = section("request") { fleet.request = section.requestSettings() }
        if let section = section("limits") { fleet.limits = section.limits() }
        return fleet
    }

    /// Repositories twice, and waves that name nobody.
    private func checkNames(_ fleet: FleetFile) {
        let names = fleet.repositories.compactMap(\.givenName)
        var seen: Set<String> = []
        for name in names where !seen.insert(name).inserted {
            complaints.add(
                .fleetDuplicateKey, "the repository `\(name)` is given twice",
                at: node.mapping?["repositories"])
        }
        // A query may still find it.
        guard names.count == fleet.repositories.count else { return }
        for name in fleet.waves.flatMap(\.repositories) where !seen.contains(name) {
            complaints.unknown("repository", name, among: names, at: node.mapping?["waves"])
        }
    }

    // Each of these takes its own copy, so that `end` knows what was asked of it.

    private func forge() -> FleetFile.ForgeEntry {
        var section = self
        let kind = section.choice("kind", FleetFile.ForgeEntry.Kind.self)
        if kind == nil, node.mapping?["kind"] == nil {
            complaints.add(.fleetMissingKey, "`\(path)` has no `kind`", at: node)
        }
        let api = section.string("api") ?? kind?.standardInterface
        let git = section.string("git") ?? kind?.standardGit
        if git == nil {
            complaints.add(.fleetMissingKey, "`\(path)` has no `git`", at: node)
        }
        if api == nil, let kind, kind != .git {
            complaints.add(.fleetMissingKey, "`\(path)` has no `api`", at: node)
        }
        let token = section.secret("token")
        let app = section.app()
        section.end()
        return .init(
            kind: kind ?? .git, api: api.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 },
            git: git ?? "", credential: app ?? token.map { .token($0) })
    }

    private mutating func secret(_ key: String) -> FleetFile.SecretSource? {
        guard let node = value(key) else { return nil }
        guard node.mapping != nil else {
            complaints.add(
                .fleetWrongType, "`\(key)` must say where it is found, not what it is", at: node,
                hint: "Write {env: NAME} or {file: PATH}.")
            return nil
        }
        var section = section(key, node)
        defer { section.end() }
        if let name = section.string("env") { return .environment(name) }
        if let path = section.string("file") { return .file(path) }
        return nil
    }

    private mutating func app() -> FleetFile.Credential? {
        guard var section = section("app") else { return nil }
        defer { section.end() }
        let id = section.requiredString("id")
        guard let key = section.secret("key") else {
            complaints.add(.fleetMissingKey, "`\(section.path)` has no `key`", at: section.node)
            return nil
        }
        return .app(id: id, key: key)
    }

    private func feature() -> Feature {
        var section = self
        let vendor = section.sections("vendor").map { $0.vendoredPaths() }
        let templates = section.sections("templates").map { $0.template() }
        let feature = Feature(
            vendor: vendor, templates: templates, check: section.string("check"),
            existing: section.choice("existing", ExistingFiles.self) ?? .keep)
        section.end()
        return feature
    }

    private mutating func path(_ key: String, mayBeRoot: Bool) -> String {
        guard let node = required(key), let text = node.scalar?.string else { return "" }
        if let path = FleetPath.cleaned(text), mayBeRoot || !path.isEmpty { return path }
        complaints.add(
            .fleetWrongType, "`\(key)` must be a path inside of the repository, not \"\(text)\"",
            at: node)
        return ""
    }

    private func vendoredPaths() -> VendoredPaths {
        var section = self
        let paths = VendoredPaths(
            from: section.path("from", mayBeRoot: false),
            to: section.path("to", mayBeRoot: true), include: section.strings("include"),
            exclude: section.strings("exclude"), stripPrefix: section.string("strip_prefix"))
        section.end()
        return paths
    }

    private func template() -> TemplateEntry {
        var section = self
        let names = section.value("values") == nil ? nil : section.strings("values")
        let entry = TemplateEntry(
            from: section.path("from", mayBeRoot: false),
            to: section.path("to", mayBeRoot: true),
            with: section.strings("with").compactMap(FleetPath.cleaned), values: names)
        section.end()
        return entry
    }

    private mutating func settings(_ fleet: FleetFile) -> FleetFile.Settings {
        let known = Array(fleet.features.keys)
        let features = words("features")
        for (name, node) in features where fleet.features[name] == nil {
            complaints.unknown("feature", name, among: known, at: node)
        }
        var values: [String: FleetValue] = [:]
        if let node = value("values") {
            guard case .map(let map) = FleetValue(node) else {
                complaints.add(.fleetWrongType, "`values` must be a mapping", at: node)
                return .init()
            }
            values = map
        }
        return .init(features: features.map(\.text), values: values, check: string("check"))
    }

    private func group(_ fleet: FleetFile) -> FleetFile.Settings {
        var section = self
        let settings = section.settings(fleet)
        section.end()
        return settings
    }

    private func repository(_ fleet: FleetFile) -> FleetFile.RepositoryEntry {
        var section = self
        let name = section.string("name")
        let query = section.query()
        if (name == nil) == (query == nil) {
            complaints.add(
                .fleetMissingKey, "a repository takes either `name` or `query`", at: node)
        }
        let groups = section.words("groups")
        for (name, node) in groups where fleet.groups[name] == nil {
            complaints.unknown("group", name, among: Array(fleet.groups.keys), at: node)
        }
        let entry = FleetFile.RepositoryEntry(
            selection: query.map { .query($0) } ?? .named(name ?? ""),
            forge: section.forgeName(fleet), branch: section.string("branch"),
            groups: groups.map(\.text), settings: section.settings(fleet))
        section.end()
        return entry
    }

    private mutating func query() -> FleetFile.RepositoryQuery? {
        guard var section = section("query") else { return nil }
        defer { section.end() }
        return .init(
            owner: section.requiredString("owner"), topic: section.string("topic"),
            name: section.string("name"))
    }

    private mutating func forgeName(_ fleet: FleetFile) -> String {
        let node = value("forge")
        if let name = node?.scalar?.string {
            if fleet.forges[name] == nil {
                complaints.unknown("forge", name, among: Array(fleet.forges.keys), at: node)
            }
            return name
        }
        if fleet.forges.count == 1, let only = fleet.forges.keys.first { return only }
        complaints.add(
            .fleetMissingKey, "the repository has no `forge`, and there is not just one",
            at: self.node)
        return ""
    }

    private func wave(_ fleet: FleetFile) -> FleetFile.Wave {
        var section = self
        let groups = section.words("groups")
        for (name, node) in groups where fleet.groups[name] == nil {
            complaints.unknown("group", name, among: Array(fleet.groups.keys), at: node)
        }
        let wave = FleetFile.Wave(
            name: section.requiredString("name"), repositories: section.strings("repositories"),
            groups: groups.map(\.text),
            start: section.choice("start", FleetFile.Wave.Start.self) ?? .automatic)
        section.end()
        return wave
    }

    private func requestSettings() -> FleetFile.RequestSettings {
        var section = self
        var settings = FleetFile.RequestSettings()
        settings.branch = section.string("branch") ?? settings.branch
        settings.title = section.string("title") ?? settings.title
        settings.labels = section.strings("labels")
        settings.reviewers = section.strings("reviewers")
        if var author = section.section("author") {
            settings.authorName = author.requiredString("name")
            settings.authorEmail = author.requiredString("email")
            author.end()
        }
        section.end()
        return settings
    }

    private func limits() -> FleetFile.FleetLimits {
        var section = self
        var limits = FleetFile.FleetLimits()
        limits.concurrency = section.positive("concurrency") ?? limits.concurrency
        limits.attempts = section.positive("attempts") ?? limits.attempts
        limits.longestWaitSeconds =
            section.positive("longest_wait_seconds") ?? limits.longestWaitSeconds
        limits.checkSeconds = section.positive("check_seconds") ?? limits.checkSeconds
        section.end()
        return limits
    }
}

extension FleetFile.ForgeEntry.Kind {
    fileprivate var standardInterface: String? {
        switch self {
        case .github: "https://api.github.com"
        case .gitlab: "https://gitlab.com/api/v4"
        case .gitea, .git: nil
        }
    }

    fileprivate var standardGit: String? {
        switch self {
        case .github: "https://github.com/{repository}.git"
        case .gitlab: "https://gitlab.com/{repository}.git"
        case .gitea, .git: nil
        }
    }
}

extension FleetValue {
    /// Plain scalars are what JSON would make of them: `y` and `012` stay text.
    init(_ node: Node) {
        if let mapping = node.mapping {
            let pairs = mapping.map { ($0.key.string ?? "", FleetValue($0.value)) }
            self = .map(Dictionary(pairs) { _, last in last })
        } else if let sequence = node.sequence {
            self = .list(sequence.map { FleetValue($0) })
        } else if let scalar = node.scalar {
            self = scalar.style == .plain ? Self.plain(scalar.string) : .string(scalar.string)
        } else {
            self = .null
        }
    }

    private static func plain(_ text: String) -> FleetValue {
        switch text {
        case "", "~", "null": return .null
        case "true": return .bool(true)
        case "false": return .bool(false)
        default: break
        }
        if let number = Int(text), "\(number)" == text { return .int(number) }
        let isNumber = text.utf8.allSatisfy {
            ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x2E || $0 == 0x2D
        }
        if isNumber, text.contains("."), let number = Double(text) { return .double(number) }
        return .string(text)
    }
}
