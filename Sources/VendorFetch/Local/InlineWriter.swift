import Diagnostics
import VendorCore

/// Writes the files that stand in the configuration itself, or in secrets and config maps.
struct InlineWriter {
    let resources: VendorResources

    func write(_ inline: InlineSource, into folder: String) throws(Diagnostic) {
        for (path, text) in inline.paths.sorted(by: { $0.key < $1.key }) {
            try write(Array(text.utf8), path, in: folder)
        }
        for origin in inline.origins {
            if let name = origin.secret {
                let secret = try resources.secret(name)
                for key in secret.keys {
                    try write(
                        secret.bytes(key) ?? [], RelativePath.joined(origin.directoryPath, key),
                        in: folder)
                }
            } else if let name = origin.configMap {
                let map = try resources.configMap(name)
                for (key, text) in map.sorted(by: { $0.key < $1.key }) {
                    try write(
                        Array(text.utf8), RelativePath.joined(origin.directoryPath, key),
                        in: folder)
                }
            }
        }
    }

    /// An absolute path counts from the content's own top.
    private func write(
        _ bytes: [UInt8], _ path: String, in folder: String
    ) throws(Diagnostic) {
        let clean = RelativePath.cleaned(String(path.drop { $0 == "/" }))
        guard !clean.isEmpty, clean != ".", !RelativePath.leavesFolder(clean) else {
            throw Diagnostic(.error, .configurationInvalid, "invalid path: \(path)")
        }
        let place = "\(folder)/\(clean)"
        try Disk.makeFolder(RelativePath.parent(place), permissions: 0o700)
        try Disk.write(bytes, to: place, permissions: 0o600)
    }
}
