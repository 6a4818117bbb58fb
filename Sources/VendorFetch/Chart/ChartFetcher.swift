import Diagnostics
import Foundation
import VendorCore
import WebTransport
import Yams

/// Fetches a Helm chart from an HTTP repository or a registry, without helm.
struct ChartFetcher: Sendable {
    let web: WebClient
    let cache: FetchCache
    let resources: VendorResources
    let registry: RegistryClient
    let chart: HelmChartSource
    let isCompatible: Bool
    /// `VENDIR_HELM_BINARY`: a helm that fetches in our place.
    let helm: String?
    let temporary: String

    private static let layerType = "application/vnd.cncf.helm.chart.content.v1.tar+gzip"

    /// - Parameter folder: becomes the chart's own, the one with `Chart.yaml`.
    func fetch(into folder: String) async throws -> LockedFact {
        guard !chart.name.isEmpty else { throw failed("expected non-empty name") }
        let unpacked = "\(temporary)/chart"
        if let helm, !helm.isEmpty {
            try await HelmProgram(
                binary: helm, chart: chart, repositoryURL: repository.url, name: repository.name,
                account: try account()
            ).pull(into: unpacked)
        } else {
            try await fetchPacked(into: unpacked)
        }
        let folders = try Disk.names(in: unpacked).filter {
            Disk.status("\(unpacked)/\($0)")?.kind == .folder
        }
        guard let name = folders.first, folders.count == 1 else {
            throw failed(
                "expected single directory in charts directory, but was: \(folders)")
        }
        try Disk.move("\(unpacked)/\(name)", to: folder)
        return try fact(folder)
    }

    private func fetchPacked(into folder: String) async throws {
        let file = "\(temporary)/chart.tgz"
        if chart.repositoryURL.hasPrefix("oci://") {
            try await pull(into: file)
        } else {
            try await download(into: file)
        }
        let unpacker = ArchiveUnpacker(isCompatible: isCompatible)
        guard try unpacker.unpack(file, into: folder) == .unpacked else {
            throw failed("the chart is no archive")
        }
    }

    private func fact(_ folder: String) throws -> LockedFact {
        let text = try Disk.readText("\(folder)/Chart.yaml")
        let node = try? Yams.compose(yaml: text)
        let version = node?["version"]?.string ?? ""
        guard !version.isEmpty else { throw failed("expected non-empty chart version") }
        return .helmChart(version: version, appVersion: node?["appVersion"]?.string ?? "")
    }

    // MARK: HTTP repositories

    private var repository: (name: String, url: String) {
        let stable = "stable/"
        if chart.repositoryURL.isEmpty, chart.name.hasPrefix(stable) {
            return (String(chart.name.dropFirst(stable.count)), "https://charts.helm.sh/stable")
        }
        return (chart.name, chart.repositoryURL)
    }

    private func download(into file: String) async throws {
        let (name, url) = repository
        guard !url.isEmpty else { throw failed("expected non-empty repository URL") }
        let base = url.hasSuffix("/") ? url : url + "/"
        let index = try await get(base + "index.yaml")
        let entries: [Yams.Node]
        do {
            let root = try Yams.compose(yaml: index.text)
            entries = root?["entries"]?[name]?.sequence.map { Array($0) } ?? []
        } catch {
            throw failed("the index of \(url) is not YAML", "\(error)")
        }
        let versions = entries.compactMap { $0["version"]?.string }
        let chosen = try choose(versions, name)
        let entry = entries.first { $0["version"]?.string == chosen }
        guard let path = entry?["urls"]?[0]?.string,
            let address = URL(string: path, relativeTo: URL(string: base))?.absoluteString
        else { throw failed("chart '\(name)' \(chosen) has no address in the index of \(url)") }
        _ = try await get(address, into: file)
        if let digest = entry?["digest"]?.string, !digest.isEmpty {
            let found = try Disk.digest(of: file)
            guard digest.hasSuffix(found) else {
                throw Diagnostic(
                    .error, .digestDiffers,
                    "chart '\(name)' \(chosen): expected digest '\(digest)', but was '\(found)'")
            }
        }
    }

    /// The version that was asked for, or the highest one of the range; pre-releases only when
    /// they are named.
    private func choose(_ versions: [String], _ name: String) throws -> String {
        guard !versions.isEmpty else { throw failed("chart '\(name)' not found in repository") }
        if versions.contains(chart.version) { return chart.version }
        var selection = VersionSelection.Semver()
        selection.constraints = chart.version
        if !chart.version.isEmpty, (try? VersionRange(chart.version)) == nil {
            throw failed("chart '\(name)' has no version '\(chart.version)'")
        }
        return try VersionSelection(semver: selection).highest(of: versions)
    }

    private func get(_ address: String, into file: String? = nil) async throws -> WebResponse {
        var request = WebRequest(
            "GET", WebAddress(address), timeout: HTTPFetcher.patience, largestBody: 1 << 32)
        if file == nil { request.largestBody = 256 << 20 }
        if GitExport.host(of: address) == GitExport.host(of: repository.url) {
            request.credential = try credential()
        }
        let answer = try await Retrying.send(request, into: file, by: web)
        guard answer.status == 200 else {
            throw failed("GET \(request.address): the repository answered \(answer.status)")
        }
        return answer
    }

    private func credential() throws -> WebRequest.Credential {
        try account().map { .basic(user: $0.user, password: $0.password) } ?? .none
    }

    private func account() throws -> (user: String, password: String)? {
        guard let name = chart.secret else { return nil }
        let secret = try resources.secret(name)
        try secret.check(onlyHas: ["username", "password"])
        return secret.text("username").map { ($0, secret.text("password") ?? "") }
    }

    // MARK: Registries

    private func pull(into file: String) async throws {
        let base = chart.repositoryURL.dropFirst("oci://".count)
        var reference = try ImageReference(RelativePath.joined(String(base), chart.name))
        if chart.version.isEmpty || (try? VersionRange(chart.version)) == nil
            || SemanticVersion(chart.version) == nil
        {
            let tags = try await registry.tags(reference, .init())
            reference.tag = try choose(tags.map { $0.replacing("_", with: "+") }, chart.name)
        } else {
            reference.tag = chart.version
        }
        // A tag holds no plus sign; helm writes an underscore for it.
        reference.tag = reference.tag.replacing("+", with: "_")
        let found = try await registry.manifest(reference, .init())
        let manifest = try? JSONDecoder().decode(
            ImageFetcher.Manifest.self, from: Data(found.bytes))
        guard let layer = manifest?.layers?.first(where: { $0.mediaType == Self.layerType }) else {
            throw failed("\(chart.repositoryURL)/\(chart.name) holds no chart")
        }
        try await registry.blob(layer.digest, of: reference, .init(), into: file)
    }

    private func failed(_ message: String, _ detail: String? = nil) -> Diagnostic {
        Diagnostic(.error, .chartFailed, message, detail: detail)
    }
}
