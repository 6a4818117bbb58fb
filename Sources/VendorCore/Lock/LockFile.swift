package import Diagnostics

/// What was fetched last: a `vendir.lock.yml`, read and printed byte for byte as the reference does.
package struct LockFile: Hashable, Sendable {
    package static let kind = "LockConfig"
    package static let defaultName = "vendir.lock.yml"

    package var directories: [LockedDirectory]

    package init(directories: [LockedDirectory] = []) { self.directories = directories }

    /// - Returns: nil when the lock does not know the content. Paths count however they are spelt:
    ///   `./vendor` is `vendor`.
    package func content(_ path: String, in directory: String) -> LockedContent? {
        let wanted = RelativePath.cleaned(directory)
        return directories.first { RelativePath.cleaned($0.path) == wanted }?.content(path)
    }

    /// The configuration with every source pinned to what the lock holds.
    package func locking(
        _ configuration: VendorConfiguration
    ) throws(Diagnostic) -> VendorConfiguration {
        var locked = configuration
        for (index, directory) in configuration.directories.enumerated() {
            for (place, content) in directory.contents.enumerated() {
                let held = try required(content.path, in: directory.path)
                locked.directories[index].contents[place].source =
                    try content.source.locked(to: held, path: content.path)
            }
        }
        return locked
    }

    package func directory(_ path: String) -> LockedDirectory? {
        let wanted = RelativePath.cleaned(path)
        return directories.first { RelativePath.cleaned($0.path) == wanted }
    }

    private func required(
        _ path: String, in directory: String
    ) throws(Diagnostic) -> LockedContent {
        if let content = content(path, in: directory) { return content }
        let wanted = RelativePath.cleaned(directory)
        let knows = directories.contains { RelativePath.cleaned($0.path) == wanted }
        let message =
            knows
            ? "expected to find contents '\(path)' within directory '\(directory)' in lock config, "
                + "but did not"
            : "expected to find directory '\(directory)' within lock config, but did not"
        throw Diagnostic(
            .error, .lockIncomplete, message,
            hint: "Run sync without --locked to lock it.")
    }

    /// With the directories of `other` in place of those of the same path; the rest stays.
    package func merging(_ other: LockFile) -> LockFile {
        var merged = self
        for directory in other.directories {
            let path = RelativePath.cleaned(directory.path)
            let index = merged.directories.firstIndex { RelativePath.cleaned($0.path) == path }
            guard let index else {
                merged.directories.append(directory)
                continue
            }
            for content in directory.contents {
                merged.directories[index].replace(content)
            }
        }
        return merged
    }
}

package struct LockedDirectory: Hashable, Sendable {
    package var path: String
    package var contents: [LockedContent]

    package init(path: String, contents: [LockedContent] = []) {
        self.path = path
        self.contents = contents
    }

    package func content(_ path: String) -> LockedContent? {
        let wanted = RelativePath.cleaned(path)
        return contents.first { RelativePath.cleaned($0.path) == wanted }
    }

    mutating func replace(_ content: LockedContent) {
        let wanted = RelativePath.cleaned(content.path)
        if let index = contents.firstIndex(where: { RelativePath.cleaned($0.path) == wanted }) {
            contents[index] = content
        } else {
            contents.append(content)
        }
    }
}

package struct LockedContent: Hashable, Sendable {
    package var path: String
    /// Only of lazy contents: the digest of the configuration they were fetched with.
    package var configDigest: String
    package var fact: LockedFact

    package init(path: String, fact: LockedFact, configDigest: String = "") {
        self.path = path
        self.fact = fact
        self.configDigest = configDigest
    }
}

/// What a source was found to be.
package enum LockedFact: Hashable, Sendable, Codable {
    case git(sha: String, tags: [String], title: String)
    case hg(sha: String, title: String)
    case http
    case image(url: String, tag: String)
    case imgpkgBundle(image: String, tag: String)
    case githubRelease(url: String, tag: String)
    case helmChart(version: String, appVersion: String)
    case manual
    case directory
    case inline

    package var key: String {
        switch self {
        case .git: "git"
        case .hg: "hg"
        case .http: "http"
        case .image: "image"
        case .imgpkgBundle: "imgpkgBundle"
        case .githubRelease: "githubRelease"
        case .helmChart: "helmChart"
        case .manual: "manual"
        case .directory: "directory"
        case .inline: "inline"
        }
    }

    /// What a person calls it: a short commit, a version, a digest; nothing where there is none.
    package var label: String {
        switch self {
        case .git(let sha, let tags, _): tags.first ?? String(sha.prefix(8))
        case .hg(let sha, _): String(sha.prefix(12))
        case .image(let url, let tag), .imgpkgBundle(let url, let tag):
            tag.isEmpty ? String(url.split(separator: ":").last?.prefix(12) ?? "") : tag
        case .githubRelease(_, let tag): tag
        case .helmChart(let version, _): version
        case .http, .manual, .directory, .inline: ""
        }
    }

    /// The first line of a message, marked when it has more.
    package static func title(of message: String) -> String {
        let text = message.trimmed
        guard let end = text.unicodeScalars.firstIndex(of: "\n") else { return text }
        return String(text[..<end]) + "..."
    }
}

extension String {
    /// Without white space around it.
    var trimmed: String {
        let isSpace: (Unicode.Scalar) -> Bool = { $0.properties.isWhitespace }
        let scalars = unicodeScalars
        guard let first = scalars.firstIndex(where: { !isSpace($0) }),
            let last = scalars.lastIndex(where: { !isSpace($0) })
        else { return "" }
        return String(scalars[first...last])
    }
}

extension VendorSource {
    /// The source, pinned.
    func locked(to content: LockedContent, path: String) throws(Diagnostic) -> VendorSource {
        switch (self, content.fact) {
        case (.git(var git), .git(let sha, _, _)) where !sha.isEmpty:
            git.ref = sha
            git.refSelection = nil
            return .git(git)
        case (.hg(var hg), .hg(let sha, _)) where !sha.isEmpty:
            hg.ref = sha
            return .hg(hg)
        case (.image(var image), .image(let url, let tag)) where !url.isEmpty:
            (image.reference, image.tagSelection, image.lockedTag) = (url, nil, tag)
            return .image(image)
        case (.imgpkgBundle(var image), .imgpkgBundle(let url, let tag)) where !url.isEmpty:
            (image.reference, image.tagSelection, image.lockedTag) = (url, nil, tag)
            return .imgpkgBundle(image)
        case (.githubRelease(var release), .githubRelease(let url, let tag)) where !url.isEmpty:
            (release.url, release.tag) = (url, tag)
            return .githubRelease(release)
        case (.helmChart(var chart), .helmChart(let version, _)) where !version.isEmpty:
            chart.version = version
            return .helmChart(chart)
        case (.http, .http), (.manual, _), (.directory, _), (.inline, _): return self
        default:
            throw Diagnostic(
                .error, .lockIncomplete,
                "expected \(key) lock configuration of '\(path)' to be non-empty",
                detail: "The lock holds `\(content.fact.key)` there.",
                hint: "Run sync without --locked to lock it anew.")
        }
    }
}
