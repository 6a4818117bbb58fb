import Diagnostics
import VendorCore

/// A source with its question to the server already answered: which commit, which digest.
enum ResolvedSource: Sendable {
    case git(GitSource, GitResolution)
    case image(ImageFetcher, ImageReference, tag: String)
    case release(ReleaseFetcher, ReleaseFetcher.Release)
    /// Nothing to ask beforehand.
    case plain(VendorSource)

    /// What the content's bytes follow from, besides its configuration; nil when nobody can know
    /// without fetching.
    func identity() throws -> String? {
        switch self {
        case .git(_, let resolution): return resolution.commit
        case .image(_, let reference, _): return reference.digest
        case .release(_, let release):
            return release.url + " " + release.tag_name
                + (release.assets ?? []).map { " \($0.url) \($0.size)" }.joined()
        case .plain(.inline): return "inline"
        case .plain(.hg(let hg)): return GitFetcher.isCommitID(hg.ref) ? hg.ref : nil
        case .plain(.http(let http)): return http.sha256.isEmpty ? nil : http.sha256
        case .plain(.directory(let path)):
            // Untouched since: then a copy of it would be the same.
            return Disk.status(path)?.kind == .folder ? try TreeStamp(of: path).text : nil
        case .plain: return nil
        }
    }
}

extension VendorSession {
    /// - Parameter temporary: a folder for what is on its way.
    func resolve(_ source: VendorSource, temporary: String) async throws -> ResolvedSource {
        switch source {
        case .git(let git): return .git(git, try await self.git.resolve(git))
        case .image(let image), .imgpkgBundle(let image):
            let isBundle = if case .imgpkgBundle = source { true } else { false }
            let fetcher = ImageFetcher(
                registry: try registry(secret: image.secret), image: image, isBundle: isBundle,
                isCompatible: options.isCompatible, temporary: temporary)
            let (reference, tag) = try await fetcher.resolve()
            return .image(fetcher, reference, tag: tag)
        case .githubRelease(let release):
            let fetcher = ReleaseFetcher(
                web: web, cache: cache, resources: resources, release: release,
                defaultToken: environment["VENDIR_GITHUB_API_TOKEN"],
                api: environment["APUS_GITHUB_API"] ?? "https://api.github.com",
                isCompatible: options.isCompatible, temporary: temporary)
            return .release(fetcher, try await fetcher.find())
        default: return .plain(source)
        }
    }

    /// Brings the source's files into a folder, and says what the lock holds.
    func fetch(
        _ resolved: ResolvedSource, into folder: String, temporary: String,
        keeps: @escaping @Sendable (String) -> Bool
    ) async throws -> LockedFact {
        switch resolved {
        case .git(let git, let resolution):
            return try await self.git.export(git, at: resolution, into: folder, keeps: keeps)
        case .image(let fetcher, let reference, let tag):
            return try await fetcher.fetch(reference, tag: tag, into: folder)
        case .release(let fetcher, let release):
            return try await fetcher.fetch(release, into: folder)
        case .plain(let source):
            return try await fetch(source, into: folder, temporary: temporary)
        }
    }

    private func fetch(
        _ source: VendorSource, into folder: String, temporary: String
    ) async throws -> LockedFact {
        switch source {
        case .hg(let hg):
            return try await HgFetcher(cache: cache, resources: resources)
                .fetch(hg, into: folder, temporary: temporary)
        case .http(let http):
            try await HTTPFetcher(
                web: web, cache: cache, resources: resources, isCompatible: options.isCompatible
            ).fetch(http, into: folder, temporary: temporary)
            return .http
        case .helmChart(let chart):
            return try await ChartFetcher(
                web: web, cache: cache, resources: resources,
                registry: try registry(secret: chart.secret), chart: chart,
                isCompatible: options.isCompatible, helm: environment["VENDIR_HELM_BINARY"],
                temporary: temporary
            ).fetch(into: folder)
        case .directory(let path):
            guard Disk.exists(path) else {
                throw Diagnostic(
                    .error, .fileFailed, "copying another directory: '\(path)' is not there")
            }
            try Disk.copy(path, to: folder)
            return .directory
        case .inline(let inline):
            try Disk.makeFolder(folder, permissions: 0o700)
            try InlineWriter(resources: resources).write(inline, into: folder)
            return .inline
        case .manual: return .manual
        case .git, .image, .imgpkgBundle, .githubRelease:
            return try await fetch(
                resolve(source, temporary: temporary), into: folder, temporary: temporary,
                keeps: { _ in true })
        }
    }
}
