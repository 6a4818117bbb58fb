package import Diagnostics
import Yams

extension LockFile {
    package init(reading text: String, file: String) throws(Diagnostic) {
        let root: Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch {
            throw Diagnostic(
                .error, .lockInvalid, "\(file) is not YAML", detail: "\(error)")
        }
        guard let root else {
            throw Diagnostic(.error, .lockInvalid, "\(file) is empty")
        }
        var reader = KeyReader(file: file, path: "", node: root, isStrict: false)
        try Self.check(reader.string("apiVersion"), "apiVersion", VendorConfiguration.apiVersion)
        try Self.check(reader.string("kind"), "kind", LockFile.kind)
        var directories: [LockedDirectory] = []
        for var section in reader.sections("directories") {
            var directory = LockedDirectory(path: section.string("path"))
            for var content in section.sections("contents") {
                directory.contents.append(try Self.content(&content))
            }
            directories.append(directory)
        }
        if let problem = reader.diagnostics.first { throw problem }
        self.init(directories: directories)
    }

    private static func check(_ found: String, _ key: String, _ known: String) throws(Diagnostic) {
        guard found != known else { return }
        throw Diagnostic(
            .error, .lockInvalid,
            "validating lock config: validating \(key): unknown \(key) '\(found)' (known: \(known))"
        )
    }

    private static func content(_ reader: inout KeyReader) throws(Diagnostic) -> LockedContent {
        let path = reader.string("path")
        let digest = reader.string("configDigest")
        for key in VendorSource.keys {
            guard var section = reader.section(key) else { continue }
            return LockedContent(path: path, fact: fact(key, &section), configDigest: digest)
        }
        throw Diagnostic(
            .error, .lockInvalid, "the lock says nothing of the source of '\(path)'",
            at: reader.place(of: reader.node))
    }

    private static func fact(_ key: String, _ reader: inout KeyReader) -> LockedFact {
        switch key {
        case "git":
            .git(
                sha: reader.string("sha"), tags: reader.strings("tags"),
                title: reader.string("commitTitle"))
        case "hg": .hg(sha: reader.string("sha"), title: reader.string("changeSetTitle"))
        case "http": .http
        case "image": .image(url: reader.string("url"), tag: reader.string("tag"))
        case "imgpkgBundle":
            .imgpkgBundle(image: reader.string("image"), tag: reader.string("tag"))
        case "githubRelease": .githubRelease(url: reader.string("url"), tag: reader.string("tag"))
        case "helmChart":
            .helmChart(
                version: reader.string("version"), appVersion: reader.string("appVersion"))
        case "manual": .manual
        case "directory": .directory
        default: .inline
        }
    }
}
