import Diagnostics
import Foundation
import VendorCore
import WebTransport

/// Fetches the assets of a release on GitHub, or of a server that speaks its interface.
struct ReleaseFetcher: Sendable {
    let web: WebClient
    let cache: FetchCache
    let resources: VendorResources
    let release: GitHubReleaseSource
    /// `VENDIR_GITHUB_API_TOKEN`.
    let defaultToken: String?
    /// Without a slash at its end.
    let api: String
    let isCompatible: Bool
    let temporary: String

    struct Release: Decodable, Sendable {
        struct Asset: Decodable, Sendable {
            let url: String
            let name: String
            let size: Int
        }
        let tag_name: String
        let url: String
        let body: String?
        let assets: [Asset]?
    }

    // MARK: Which release

    func find() async throws -> Release {
        let answer = try await get(try await address())
        do {
            return try JSONDecoder().decode(Release.self, from: Data(answer.body))
        } catch {
            throw failed("parsing the release details failed", "\(error)")
        }
    }

    private func address() async throws -> String {
        if !release.url.isEmpty { return release.url }
        let base = "\(api)/repos/\(release.slug)/releases"
        if !release.tag.isEmpty { return "\(base)/tags/\(release.tag)" }
        if let selection = release.tagSelection {
            return "\(base)/tags/\(try selection.highest(of: try await tags()))"
        }
        guard release.isLatest else {
            throw failed("expected to have non-empty tag, tagSelection, latest or url")
        }
        return "\(base)/latest"
    }

    private func tags() async throws -> [String] {
        struct Tag: Decodable { let name: String }
        var names: [String] = []
        for page in 1...100 {
            let answer = try await get(
                "\(api)/repos/\(release.slug)/tags?per_page=100&page=\(page)")
            let tags = try? JSONDecoder().decode([Tag].self, from: Data(answer.body))
            guard let tags, !tags.isEmpty else { break }
            names += tags.map(\.name)
            if tags.count < 100 { break }
        }
        return names
    }

    // MARK: Fetching

    func fetch(_ found: Release, into folder: String) async throws -> LockedFact {
        let place = release.unpackPath == nil ? folder : "\(temporary)/assets"
        try Disk.makeFolder(place, permissions: 0o700)
        if let http = release.http {
            var named = http
            named.url = http.url.replacing("{tag}", with: found.tag_name)
            try await HTTPFetcher(
                web: web, cache: cache, resources: resources, isCompatible: isCompatible
            ).fetch(named, into: place, temporary: temporary)
        } else {
            try await fetchAssets(of: found, into: place)
        }
        if let path = release.unpackPath { try unpack(path, in: place, into: folder) }
        return .githubRelease(url: found.url, tag: found.tag_name)
    }

    private func fetchAssets(of found: Release, into folder: String) async throws {
        let patterns = try release.assetNames.map { pattern throws(Diagnostic) in
            try Glob(pattern)
        }
        let assets = (found.assets ?? []).filter { asset in
            patterns.isEmpty || patterns.contains { $0.matches(asset.name) }
        }
        var checksums = release.checksums
        if checksums.isEmpty, !release.skipsAutoChecksums {
            checksums = try ReleaseNotes(found.body ?? "").checksums(of: assets.map(\.name))
        }
        for asset in assets {
            guard !asset.name.contains("/"), asset.name != "..", !asset.name.isEmpty else {
                throw failed("the asset '\(asset.name)' has no proper name")
            }
            if !checksums.isEmpty, checksums[asset.name] == nil {
                throw failed(
                    "there is no checksum for asset '\(asset.name)'",
                    hint: "Add it to `checksums`, or narrow `assetNames`.")
            }
            try await fetch(asset, checksum: checksums[asset.name]?.lowercased(), into: folder)
        }
    }

    private func fetch(
        _ asset: Release.Asset, checksum: String?, into folder: String
    ) async throws {
        let file = "\(folder)/\(asset.name)"
        if let checksum, let kept = cache.file("archives", checksum),
            (try? Disk.digest(of: kept)) == checksum
        {
            return try Disk.copyFile(kept, to: file, permissions: 0o666)
        }
        let download = "\(temporary)/\(UInt64.random(in: 0 ... .max))"
        defer { try? Disk.remove(download) }
        _ = try await get(asset.url, accepting: "application/octet-stream", into: download)
        let size = Disk.status(download)?.size ?? 0
        guard size == asset.size else {
            throw failed(
                "checking asset '\(asset.name)' size: expected file size to be \(asset.size), but "
                    + "was \(size)")
        }
        if let checksum {
            let digest = try Disk.digest(of: download)
            guard digest == checksum else {
                throw Diagnostic(
                    .error, .digestDiffers,
                    "checking asset '\(asset.name)' checksum: expected file checksum to be "
                        + "'\(checksum)', but was '\(digest)'")
            }
            cache.keep(fileAt: download, "archives", checksum)
        }
        try Disk.copyFile(download, to: file, permissions: 0o666)
    }

    private func unpack(_ path: String, in place: String, into folder: String) throws {
        let archive = "\(place)/\(RelativePath.cleaned(path))"
        guard !RelativePath.leavesFolder(path), Disk.status(archive)?.kind == .file else {
            throw failed("unpacking archive '\(path)' is not part of the github release")
        }
        let unpacker = ArchiveUnpacker(isCompatible: isCompatible)
        guard try unpacker.unpack(archive, into: folder) == .unpacked else {
            throw failed("unpacking archive '\(path)': expected known archive type (zip, tgz, tar)")
        }
    }

    // MARK: Asking

    private func get(
        _ address: String, accepting type: String? = nil, into file: String? = nil
    ) async throws -> WebResponse {
        var request = WebRequest(
            "GET", WebAddress(address), headers: type.map { [WebHeader("Accept", $0)] } ?? [],
            timeout: HTTPFetcher.patience, largestBody: 1 << 36)
        if file == nil { request.largestBody = 64 << 20 }
        if let token = try token() { request.credential = .bearer(token) }
        let answer = try await Retrying.send(request, into: file, by: web)
        guard answer.status == 200 else {
            throw failed(
                "GET \(request.address): expected response status 200, but was '\(answer.status)'",
                hint: hint(answer.status))
        }
        return answer
    }

    private func hint(_ status: Int) -> String? {
        switch status {
        case 401, 403, 429:
            "Set VENDIR_GITHUB_API_TOKEN: it lets you in, and raises the limit of requests."
        case 404 where release.isLatest:
            "With `latest: true`, a repository that has pre-releases only has no release."
        default: nil
        }
    }

    private func token() throws -> String? {
        guard let name = release.secret else { return defaultToken }
        let secret = try resources.secret(name)
        try secret.check(onlyHas: ["token"])
        return secret.text("token")
    }

    private func failed(
        _ message: String, _ detail: String? = nil, hint: String? = nil
    ) -> Diagnostic {
        Diagnostic(.error, .releaseFailed, message, detail: detail, hint: hint)
    }
}
