import YAMLTree

extension VendoredContent {
    /// The content's configuration as the reference prints it: keys in alphabetical order, what is
    /// not set left out. Its SHA-256 is the `configDigest` of a lazy content.
    package var canonicalText: String { YAMLPrinter.text(canonicalValue) }

    private var canonicalValue: YAMLValue {
        var map = CanonicalMap()
        map["path"] = .string(path)
        map.set("lazy", isLazy)
        map.set("includePaths", selection.includes)
        map.set("excludePaths", selection.excludes)
        map.set("ignorePaths", selection.ignores)
        if let legals = selection.legals { map["legalPaths"] = CanonicalMap.list(legals) }
        map.set("newRootPath", newRootPath)
        if let permissions { map["permissions"] = .int(Int(permissions)) }
        map[source.key] = source.canonicalValue
        return map.value
    }
}

extension VendorSource {
    fileprivate var canonicalValue: YAMLValue {
        var map = CanonicalMap()
        switch self {
        case .git(let git): map.fill(git)
        case .hg(let hg):
            map.set("url", hg.url)
            map.set("ref", hg.ref)
            map.set("evolve", hg.evolves)
            map.reference("secretRef", hg.secret)
        case .http(let http): map.fill(http)
        case .image(let image): map.fill(image, key: "url")
        case .imgpkgBundle(let image):
            map.fill(image, key: "image")
            map.set("recursive", image.isRecursive)
        case .githubRelease(let release): map.fill(release)
        case .helmChart(let chart): map.fill(chart)
        case .directory(let path): map["path"] = .string(path)
        case .inline(let inline): map.fill(inline)
        case .manual: break
        }
        return map.value
    }
}

/// A map whose keys are printed in alphabetical order.
private struct CanonicalMap {
    private var items: [String: YAMLValue] = [:]

    subscript(_ key: String) -> YAMLValue? {
        get { items[key] }
        set { items[key] = newValue }
    }

    var value: YAMLValue {
        .map(
            MapNode(
                items.sorted { $0.key < $1.key }.map {
                    MapItem(key: .string($0.key), value: $0.value)
                }))
    }

    static func list(_ texts: [String]) -> YAMLValue {
        .array(ArrayNode(texts.map { ArrayItem(.string($0)) }))
    }

    mutating func set(_ key: String, _ text: String) {
        if !text.isEmpty { items[key] = .string(text) }
    }

    mutating func set(_ key: String, _ flag: Bool) {
        if flag { items[key] = .bool(true) }
    }

    mutating func set(_ key: String, _ number: Int) {
        if number != 0 { items[key] = .int(number) }
    }

    mutating func set(_ key: String, _ texts: [String]) {
        if !texts.isEmpty { items[key] = Self.list(texts) }
    }

    mutating func set(_ key: String, _ texts: [String: String]) {
        guard !texts.isEmpty else { return }
        var map = CanonicalMap()
        for (name, text) in texts { map[name] = .string(text) }
        items[key] = map.value
    }

    mutating func reference(_ key: String, _ name: String?) {
        guard let name else { return }
        var map = CanonicalMap()
        map.set("name", name)
        items[key] = map.value
    }

    mutating func selection(_ key: String, _ selection: VersionSelection?) {
        guard let selection else { return }
        var map = CanonicalMap()
        if let semver = selection.semver {
            var inner = CanonicalMap()
            inner.set("constraints", semver.constraints)
            if case .some(let identifiers) = semver.prereleases {
                var prereleases = CanonicalMap()
                prereleases.set("identifiers", identifiers)
                inner["prereleases"] = prereleases.value
            }
            map["semver"] = inner.value
        }
        items[key] = map.value
    }

    mutating func fill(_ git: GitSource) {
        set("url", git.url)
        set("ref", git.ref)
        selection("refSelection", git.refSelection)
        set("depth", git.depth)
        if let name = git.publicKeysSecret {
            var map = CanonicalMap()
            map.reference("publicKeysSecretRef", name)
            items["verification"] = map.value
        }
        reference("secretRef", git.secret)
        set("lfsSkipSmudge", git.skipsLFS)
        set("dangerousSkipTLSVerify", git.skipsCertificate)
        set("skipInitSubmodules", git.skipsSubmodules)
        set("forceHTTPBasicAuth", git.forcesBasicAuth)
    }

    mutating func fill(_ http: HTTPSource) {
        set("url", http.url)
        set("sha256", http.sha256)
        set("disableUnpack", http.keepsPacked)
        reference("secretRef", http.secret)
    }

    mutating func fill(_ image: ImageSource, key: String) {
        set(key, image.reference)
        selection("tagSelection", image.tagSelection)
        reference("secretRef", image.secret)
        set("dangerousSkipTLSVerify", image.skipsCertificate)
        set("responseHeaderTimeout", image.responseTimeout)
    }

    mutating func fill(_ release: GitHubReleaseSource) {
        items["slug"] = .string(release.slug)
        items["tag"] = .string(release.tag)
        selection("tagSelection", release.tagSelection)
        set("latest", release.isLatest)
        set("url", release.url)
        set("checksums", release.checksums)
        set("disableAutoChecksumValidation", release.skipsAutoChecksums)
        set("assetNames", release.assetNames)
        if let path = release.unpackPath {
            var map = CanonicalMap()
            map["path"] = .string(path)
            items["unpackArchive"] = map.value
        }
        if let http = release.http {
            var map = CanonicalMap()
            map.fill(http)
            items["http"] = map.value
        }
        reference("secretRef", release.secret)
    }

    mutating func fill(_ chart: HelmChartSource) {
        set("name", chart.name)
        set("version", chart.version)
        var repository = CanonicalMap()
        repository.set("url", chart.repositoryURL)
        repository.reference("secretRef", chart.secret)
        if !repository.items.isEmpty { items["repository"] = repository.value }
        set("helmVersion", chart.helmVersion)
    }

    mutating func fill(_ inline: InlineSource) {
        set("paths", inline.paths)
        let origins = inline.origins.map { origin -> ArrayItem in
            var reference = CanonicalMap()
            reference.set("directoryPath", origin.directoryPath)
            reference.set("name", origin.secret ?? origin.configMap ?? "")
            var map = CanonicalMap()
            map[origin.secret == nil ? "configMapRef" : "secretRef"] = reference.value
            return ArrayItem(map.value)
        }
        if !origins.isEmpty { items["pathsFrom"] = .array(ArrayNode(origins)) }
    }
}
