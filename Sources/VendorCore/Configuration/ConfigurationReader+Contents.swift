import Diagnostics

extension ConfigurationReader {
    func readConfiguration(_ reader: inout KeyReader) -> VendorConfiguration {
        var configuration = VendorConfiguration()
        configuration.minimumRequiredVersion = reader.string("minimumRequiredVersion")
        for var section in reader.sections("directories") {
            configuration.directories.append(readDirectory(&section))
            reader.absorb(section)
        }
        _ = reader.value("metadata")
        return configuration
    }

    private func readDirectory(_ reader: inout KeyReader) -> VendoredDirectory {
        var directory = VendoredDirectory(
            path: RelativePath.cleaned(reader.string("path")), contents: [],
            place: reader.place(of: reader.node))
        directory.permissions = reader.number("permissions").map { UInt32(truncatingIfNeeded: $0) }
        for var section in reader.sections("contents") {
            if let content = readContent(&section) { directory.contents.append(content) }
            reader.absorb(section)
        }
        return directory
    }

    /// Nil when it is not clear where the content comes from; the reader says why.
    private func readContent(_ reader: inout KeyReader) -> VendoredContent? {
        let path = RelativePath.cleaned(reader.string("path"))
        let isLazy = reader.flag("lazy")
        let selection = PathSelection(
            includes: reader.strings("includePaths"), excludes: reader.strings("excludePaths"),
            ignores: reader.strings("ignorePaths"),
            legals: reader.value("legalPaths") == nil ? nil : reader.strings("legalPaths"))
        let newRootPath = reader.string("newRootPath")
        let permissions = reader.number("permissions").map { UInt32(truncatingIfNeeded: $0) }
        guard let source = readSource(&reader, path) else { return nil }
        return VendoredContent(
            path: path, source: source, selection: selection, newRootPath: newRootPath,
            isLazy: isLazy, permissions: permissions, place: reader.place(of: reader.node))
    }

    private func readSource(_ reader: inout KeyReader, _ path: String) -> VendorSource? {
        var found: [VendorSource] = []
        for key in VendorSource.keys {
            guard var section = reader.section(key) else { continue }
            found.append(source(key, &section))
            reader.absorb(section)
        }
        if found.count == 1 { return found.first }
        let problem =
            found.isEmpty
            ? "expected directory contents type to be specified (one of git, manual, etc.)"
            : "expected exactly one directory contents type to be specified (multiple found: "
                + found.map(\.key).joined(separator: ", ") + ")"
        reader.complain(.configurationInvalid, "contents '\(path)': \(problem)", at: reader.node)
        return nil
    }

    private func source(_ key: String, _ reader: inout KeyReader) -> VendorSource {
        switch key {
        case "git": return .git(git(&reader))
        case "hg": return .hg(hg(&reader))
        case "http": return .http(http(&reader))
        case "image": return .image(image(&reader, "url"))
        case "imgpkgBundle": return .imgpkgBundle(image(&reader, "image"))
        case "githubRelease": return .githubRelease(release(&reader))
        case "helmChart": return .helmChart(chart(&reader))
        case "directory": return .directory(path: reader.string("path"))
        case "inline": return .inline(inline(&reader))
        default: return .manual
        }
    }

    // MARK: Sources

    private func git(_ reader: inout KeyReader) -> GitSource {
        var git = GitSource(url: reader.string("url"), ref: reader.string("ref"))
        git.refSelection = selection(&reader, "refSelection")
        git.depth = reader.number("depth") ?? 0
        if var verification = reader.section("verification") {
            git.publicKeysSecret = reference(&verification, "publicKeysSecretRef")
            reader.absorb(verification)
        }
        git.secret = reference(&reader, "secretRef")
        git.skipsLFS = reader.flag("lfsSkipSmudge")
        git.skipsCertificate = reader.flag("dangerousSkipTLSVerify")
        git.skipsSubmodules = reader.flag("skipInitSubmodules")
        git.forcesBasicAuth = reader.flag("forceHTTPBasicAuth")
        return git
    }

    private func hg(_ reader: inout KeyReader) -> HgSource {
        var hg = HgSource()
        hg.url = reader.string("url")
        hg.ref = reader.string("ref")
        hg.evolves = reader.flag("evolve")
        hg.secret = reference(&reader, "secretRef")
        return hg
    }

    private func http(_ reader: inout KeyReader) -> HTTPSource {
        var http = HTTPSource()
        http.url = reader.string("url")
        http.sha256 = reader.string("sha256")
        http.keepsPacked = reader.flag("disableUnpack")
        http.secret = reference(&reader, "secretRef")
        return http
    }

    private func image(_ reader: inout KeyReader, _ key: String) -> ImageSource {
        var image = ImageSource()
        image.reference = reader.string(key)
        image.tagSelection = selection(&reader, "tagSelection")
        image.secret = reference(&reader, "secretRef")
        image.skipsCertificate = reader.flag("dangerousSkipTLSVerify")
        image.responseTimeout = reader.number("responseHeaderTimeout") ?? 0
        if key == "image" { image.isRecursive = reader.flag("recursive") }
        return image
    }

    private func release(_ reader: inout KeyReader) -> GitHubReleaseSource {
        var release = GitHubReleaseSource()
        release.slug = reader.string("slug")
        release.tag = reader.string("tag")
        release.tagSelection = selection(&reader, "tagSelection")
        release.isLatest = reader.flag("latest")
        release.url = reader.string("url")
        release.checksums = reader.texts("checksums")
        release.skipsAutoChecksums = reader.flag("disableAutoChecksumValidation")
        release.assetNames = reader.strings("assetNames")
        if var unpack = reader.section("unpackArchive") {
            release.unpackPath = unpack.string("path")
            reader.absorb(unpack)
        }
        if var section = reader.section("http") {
            release.http = http(&section)
            reader.absorb(section)
        }
        release.secret = reference(&reader, "secretRef")
        return release
    }

    private func chart(_ reader: inout KeyReader) -> HelmChartSource {
        var chart = HelmChartSource()
        chart.name = reader.string("name")
        chart.version = reader.string("version")
        if var repository = reader.section("repository") {
            chart.repositoryURL = repository.string("url")
            chart.secret = reference(&repository, "secretRef")
            reader.absorb(repository)
        }
        chart.helmVersion = reader.string("helmVersion")
        return chart
    }

    private func inline(_ reader: inout KeyReader) -> InlineSource {
        var inline = InlineSource()
        inline.paths = reader.texts("paths")
        for var section in reader.sections("pathsFrom") {
            for key in ["secretRef", "configMapRef"] {
                guard var origin = section.section(key) else { continue }
                let name = origin.string("name")
                inline.origins.append(
                    InlineSource.Origin(
                        secret: key == "secretRef" ? name : nil,
                        configMap: key == "secretRef" ? nil : name,
                        directoryPath: origin.string("directoryPath")))
                section.absorb(origin)
            }
            reader.absorb(section)
        }
        return inline
    }

    private func reference(_ reader: inout KeyReader, _ key: String) -> String? {
        guard var section = reader.section(key) else { return nil }
        let name = section.string("name")
        reader.absorb(section)
        return name
    }

    private func selection(_ reader: inout KeyReader, _ key: String) -> VersionSelection? {
        guard var section = reader.section(key) else { return nil }
        defer { reader.absorb(section) }
        guard var semver = section.section("semver") else { return VersionSelection(semver: nil) }
        var result = VersionSelection.Semver(constraints: semver.string("constraints"))
        if var prereleases = semver.section("prereleases") {
            result.prereleases = .some(identifiers: prereleases.strings("identifiers"))
            semver.absorb(prereleases)
        }
        section.absorb(semver)
        return VersionSelection(semver: result)
    }
}
