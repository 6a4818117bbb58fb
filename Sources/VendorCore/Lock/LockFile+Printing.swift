extension LockFile {
    /// The file's text.
    package var text: String {
        var lines = ["apiVersion: \(VendorConfiguration.apiVersion)"]
        if directories.isEmpty {
            lines.append("directories: null")
        } else {
            lines.append("directories:")
            for directory in directories { lines += directory.lines }
        }
        lines.append("kind: \(LockFile.kind)")
        return lines.joined(separator: "\n") + "\n"
    }
}

extension LockedDirectory {
    fileprivate var lines: [String] {
        var lines: [String] = []
        if contents.isEmpty {
            lines.append("- contents: null")
        } else {
            lines.append("- contents:")
            for content in contents { lines += content.lines }
        }
        lines.append("  path: " + LockScalar.text(path, indent: 2, key: "path"))
        return lines
    }
}

extension LockedContent {
    /// The keys of the source in alphabetical order, as the path and the digest are.
    fileprivate var lines: [String] {
        var lines: [String] = []
        if !configDigest.isEmpty { lines.append("configDigest: \(configDigest)") }
        let source = fact.pairs
        let own = [fact.key + (source.isEmpty ? ": {}" : ":")] + source
        let path = ["path: " + LockScalar.text(path, indent: 4, key: "path")]
        lines += fact.key < "path" ? own + path : path + own
        return lines.enumerated().map { ($0 == 0 ? "  - " : "    ") + $1 }
    }
}

extension LockedFact {
    /// The lines below the source's key, as deep as they stand below it.
    fileprivate var pairs: [String] {
        switch self {
        case .git(let sha, let tags, let title):
            let list = tags.isEmpty ? [] : ["  tags:"] + tags.map { "  - " + scalar($0, "- ") }
            return [pair("commitTitle", title), pair("sha", sha)] + list
        case .hg(let sha, let title): return [pair("changeSetTitle", title), pair("sha", sha)]
        case .image(let url, let tag): return tagged(tag) + [pair("url", url)]
        case .imgpkgBundle(let image, let tag): return [pair("image", image)] + tagged(tag)
        case .githubRelease(let url, let tag): return tagged(tag) + [pair("url", url)]
        case .helmChart(let version, let appVersion):
            let app = appVersion.isEmpty ? [] : [pair("appVersion", appVersion)]
            return app + [pair("version", version)]
        case .http, .manual, .directory, .inline: return []
        }
    }

    private func tagged(_ tag: String) -> [String] { tag.isEmpty ? [] : [pair("tag", tag)] }

    private func pair(_ key: String, _ value: String) -> String {
        "  \(key): " + LockScalar.text(value, indent: 6, key: key)
    }

    private func scalar(_ value: String, _ marker: String) -> String {
        LockScalar.text(value, indent: 6, key: "")
    }
}
