package import Diagnostics

extension VendorConfiguration {
    /// With contents that come from a folder of this machine where the command line says so.
    package func overriding(
        _ overrides: [SyncOptions.Override]
    ) throws(Diagnostic) -> VendorConfiguration {
        var result = self
        for item in overrides {
            guard let folder = item.localFolder else { continue }
            let (directory, content) = try place(of: item.path)
            var changed = result.directories[directory].contents[content]
            changed.source = .directory(path: folder)
            changed.newRootPath = ""
            changed.permissions = nil
            result.directories[directory].contents[content] = changed
        }
        return result
    }

    /// Only the contents with these paths, each in a directory of its own.
    package func subset(_ paths: [String]) throws(Diagnostic) -> VendorConfiguration {
        var result = VendorConfiguration(minimumRequiredVersion: minimumRequiredVersion)
        for path in paths { _ = try place(of: path) }
        for directory in directories {
            for content in directory.contents
            where paths.contains(where: {
                RelativePath.cleaned($0) == RelativePath.joined(directory.path, content.path)
            }) {
                result.directories.append(
                    VendoredDirectory(path: directory.path, contents: [content]))
            }
        }
        return result
    }

    private func place(of path: String) throws(Diagnostic) -> (Int, Int) {
        let wanted = RelativePath.cleaned(path)
        var known: [String] = []
        for (index, directory) in directories.enumerated() {
            for (place, content) in directory.contents.enumerated() {
                let own = RelativePath.joined(directory.path, content.path)
                if own == wanted { return (index, place) }
                known.append(own)
            }
        }
        throw Diagnostic(
            .error, .configurationInvalid,
            "expected to match path '\(path)' once, but did not match any",
            hint: nearestName(to: path, among: known).map { "Did you mean `\($0)`?" }
                ?? "Contents here: \(known.joined(separator: ", ")).")
    }
}
