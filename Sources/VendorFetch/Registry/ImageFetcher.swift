import Diagnostics
import Foundation
import VendorCore
import WebTransport

/// Fetches the files of an image, or of a bundle of configuration (an image that says it is one).
struct ImageFetcher: Sendable {
    let registry: RegistryClient
    let image: ImageSource
    let isBundle: Bool
    let isCompatible: Bool
    let temporary: String

    private static let bundleLabel = "dev.carvel.imgpkg.bundle"

    struct Manifest: Decodable {
        struct Part: Decodable {
            struct Platform: Decodable { let os: String?, architecture: String? }
            let digest: String
            let mediaType: String?
            let platform: Platform?
        }
        let config: Part?
        let layers: [Part]?
        /// Of an index: one manifest per platform.
        let manifests: [Part]?
    }

    private struct Configuration: Decodable {
        struct Inner: Decodable {
            let labels: [String: String]?
            enum CodingKeys: String, CodingKey { case labels = "Labels" }
        }
        let config: Inner?
    }

    private var options: RegistryClient.Options {
        RegistryClient.Options(
            skipsCertificate: image.skipsCertificate, timeout: image.responseTimeout)
    }

    /// The reference with its digest, and the tag it was found by.
    func resolve() async throws -> (reference: ImageReference, tag: String) {
        guard !image.reference.isEmpty else {
            throw Diagnostic(.error, .registryFailed, "expected non-empty URL")
        }
        var reference = try ImageReference(image.reference)
        var tag = reference.tag
        if let selection = image.tagSelection {
            tag = try selection.highest(of: try await registry.tags(reference, options))
            (reference.tag, reference.digest) = (tag, "")
        }
        if reference.digest.isEmpty {
            reference.digest = try await registry.manifest(reference, options).digest
        }
        return (reference, image.lockedTag.isEmpty ? tag : image.lockedTag)
    }

    func fetch(_ reference: ImageReference, tag: String, into folder: String) async throws
        -> LockedFact
    {
        try await pull(reference, into: folder)
        if isBundle, image.isRecursive { try await pullNested(reference, into: folder) }
        let locked = reference.locked(to: reference.digest)
        return isBundle ? .imgpkgBundle(image: locked, tag: tag) : .image(url: locked, tag: tag)
    }

    // MARK: Pulling

    private func pull(_ reference: ImageReference, into folder: String) async throws {
        let manifest = try await manifest(reference)
        if isBundle, !(try await isBundle(manifest, reference)) {
            throw Diagnostic(
                .error, .registryFailed, "the provided image is not a bundle",
                hint: "Use `image:` with `url:` for images.")
        }
        try Disk.makeFolder(folder, permissions: 0o755)
        for layer in manifest.layers ?? [] {
            let file = "\(temporary)/\(UInt64.random(in: 0 ... .max))"
            defer { try? Disk.remove(file) }
            try await registry.blob(layer.digest, of: reference, options, into: file)
            try LayerUnpacker().unpack(file, into: folder)
        }
    }

    /// Of an index the one for Linux on x86-64, as the reference takes it.
    private func manifest(_ reference: ImageReference) async throws -> Manifest {
        let found = try await registry.manifest(reference, options)
        let manifest = try decoded(Manifest.self, found.bytes, reference)
        guard let all = manifest.manifests else { return manifest }
        let chosen =
            all.first { $0.platform?.os == "linux" && $0.platform?.architecture == "amd64" }
            ?? all.first
        guard let chosen else { return manifest }
        var inner = reference
        inner.digest = chosen.digest
        return try decoded(
            Manifest.self, try await registry.manifest(inner, options).bytes, reference)
    }

    private func isBundle(
        _ manifest: Manifest, _ reference: ImageReference
    ) async throws -> Bool {
        guard let config = manifest.config else { return false }
        let file = "\(temporary)/\(UInt64.random(in: 0 ... .max))"
        defer { try? Disk.remove(file) }
        try await registry.blob(config.digest, of: reference, options, into: file)
        let read = try? JSONDecoder().decode(Configuration.self, from: Data(Disk.read(file)))
        return read?.config?.labels?[Self.bundleLabel] != nil
    }

    private func decoded<Value: Decodable>(
        _ type: Value.Type, _ bytes: [UInt8], _ reference: ImageReference
    ) throws -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(bytes))
        } catch {
            throw Diagnostic(
                .error, .registryFailed,
                "the manifest of \(reference.registry)/\(reference.repository) cannot be read",
                detail: "\(error)")
        }
    }

    // MARK: Bundles in bundles

    /// Those named in `.imgpkg/images.yml` that are bundles stand below `.imgpkg/bundles`.
    private func pullNested(_ reference: ImageReference, into folder: String) async throws {
        var waiting = [(reference, folder)]
        var seen: Set<String> = [reference.digest]
        while let (parent, place) = waiting.popLast() {
            guard let text = try? Disk.readText("\(place)/.imgpkg/images.yml") else { continue }
            for name in text.matches(of: /image:\s*"?([^\s"]+@sha256:[0-9a-f]{64})/) {
                let named = try ImageReference(String(name.1))
                guard seen.insert(named.digest).inserted else { continue }
                let inner = try await located(named, beside: parent)
                let manifest = try await self.manifest(inner)
                guard try await isBundle(manifest, inner) else { continue }
                let target =
                    "\(folder)/.imgpkg/bundles/\(named.digest.replacing(":", with: "-"))"
                try Disk.makeFolder(target, permissions: 0o755)
                try await pull(inner, into: target)
                waiting.append((inner, target))
            }
        }
    }

    /// A copied bundle has its images beside it; else they are where they are said to be.
    private func located(
        _ image: ImageReference, beside parent: ImageReference
    ) async throws -> ImageReference {
        var beside = parent
        beside.digest = image.digest
        if (try? await registry.manifest(beside, options)) != nil { return beside }
        return image
    }
}
