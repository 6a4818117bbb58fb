/// Where a content comes from.
package enum VendorSource: Hashable, Sendable {
    case git(GitSource)
    case hg(HgSource)
    case http(HTTPSource)
    case image(ImageSource)
    case imgpkgBundle(ImageSource)
    case githubRelease(GitHubReleaseSource)
    case helmChart(HelmChartSource)
    /// Made by hand, and left alone.
    case manual
    /// Another folder of this machine.
    case directory(path: String)
    case inline(InlineSource)

    /// The key it has in a configuration.
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

    package static let keys = [
        "git", "hg", "http", "image", "imgpkgBundle", "githubRelease", "helmChart", "manual",
        "directory", "inline",
    ]
}

package struct GitSource: Hashable, Sendable {
    package var url = ""
    package var ref = ""
    package var refSelection: VersionSelection?
    /// How many commits of history are fetched; zero for all.
    package var depth = 0
    /// The secret whose values are public keys; one of them must have signed.
    package var publicKeysSecret: String?
    package var secret: String?
    package var skipsLFS = false
    package var skipsCertificate = false
    package var skipsSubmodules = false
    /// Credentials are sent before the server asks.
    package var forcesBasicAuth = false

    package init(url: String = "", ref: String = "", refSelection: VersionSelection? = nil) {
        self.url = url
        self.ref = ref
        self.refSelection = refSelection
    }
}

package struct HgSource: Hashable, Sendable {
    package var url = ""
    package var ref = ""
    package var evolves = false
    package var secret: String?

    package init() {}
}

package struct HTTPSource: Hashable, Sendable {
    package var url = ""
    package var sha256 = ""
    package var keepsPacked = false
    package var secret: String?

    package init() {}
}

package struct ImageSource: Hashable, Sendable {
    /// `registry/name:tag` or `registry/name@sha256:…`.
    package var reference = ""
    package var tagSelection: VersionSelection?
    package var secret: String?
    package var skipsCertificate = false
    /// Only of bundles: those they name are fetched too.
    package var isRecursive = false
    /// In seconds; zero for the usual 30.
    package var responseTimeout = 0
    /// The tag that was chosen when the digest was locked.
    package var lockedTag = ""

    package init() {}
}

package struct GitHubReleaseSource: Hashable, Sendable {
    package var slug = ""
    package var tag = ""
    package var tagSelection: VersionSelection?
    package var isLatest = false
    /// The release's address in the forge's interface; what a lock holds.
    package var url = ""
    package var checksums: [String: String] = [:]
    package var skipsAutoChecksums = false
    package var assetNames: [String] = []
    package var unpackPath: String?
    package var http: HTTPSource?
    package var secret: String?

    package init() {}
}

package struct HelmChartSource: Hashable, Sendable {
    package var name = ""
    package var version = ""
    package var repositoryURL = ""
    package var secret: String?
    package var helmVersion = ""

    package init() {}
}

package struct InlineSource: Hashable, Sendable {
    /// A secret or a config map whose values become files.
    package struct Origin: Hashable, Sendable {
        package var secret: String?
        package var configMap: String?
        package var directoryPath = ""

        package init(secret: String? = nil, configMap: String? = nil, directoryPath: String = "") {
            self.secret = secret
            self.configMap = configMap
            self.directoryPath = directoryPath
        }
    }

    package var paths: [String: String] = [:]
    package var origins: [Origin] = []

    package init() {}
}
