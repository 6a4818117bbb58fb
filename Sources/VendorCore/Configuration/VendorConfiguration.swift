package import Diagnostics

/// What a `vendir.yml` says: which folders of this repository come from elsewhere, and from where.
package struct VendorConfiguration: Hashable, Sendable {
    package static let apiVersion = "vendir.k14s.io/v1alpha1"
    package static let kind = "Config"

    package var minimumRequiredVersion: String
    package var directories: [VendoredDirectory]

    package init(minimumRequiredVersion: String = "", directories: [VendoredDirectory] = []) {
        self.minimumRequiredVersion = minimumRequiredVersion
        self.directories = directories
    }
}

/// A folder that belongs to vendoring as a whole: what is in it and not listed here goes away.
package struct VendoredDirectory: Hashable, Sendable {
    /// Relative to where the command runs, without `./` and a slash at its end.
    package var path: String
    /// File mode bits for the folder; nil leaves 0700.
    package var permissions: UInt32?
    package var contents: [VendoredContent]
    package var place: Place?

    package init(
        path: String, permissions: UInt32? = nil, contents: [VendoredContent], place: Place? = nil
    ) {
        self.path = path
        self.permissions = permissions
        self.contents = contents
        self.place = place
    }
}

/// One source and the folder below the directory that it fills.
package struct VendoredContent: Hashable, Sendable {
    /// What fills the whole directory has this path.
    package static let entireDirectory = "."

    package var path: String
    /// Not fetched again while its configuration stays the same.
    package var isLazy = false
    package var source: VendorSource
    package var selection = PathSelection()
    /// The folder of the source that becomes the content's top; empty for the source's own.
    package var newRootPath = ""
    package var permissions: UInt32?
    package var place: Place?

    package init(
        path: String, source: VendorSource, selection: PathSelection = PathSelection(),
        newRootPath: String = "", isLazy: Bool = false, permissions: UInt32? = nil,
        place: Place? = nil
    ) {
        self.path = path
        self.source = source
        self.selection = selection
        self.newRootPath = newRootPath
        self.isLazy = isLazy
        self.permissions = permissions
        self.place = place
    }

    package var fillsDirectory: Bool { path == Self.entireDirectory }
}

/// Which files of a source stay, as the four lists of patterns say it.
package struct PathSelection: Hashable, Sendable {
    package var includes: [String] = []
    package var excludes: [String] = []
    /// What stands here already and is kept.
    package var ignores: [String] = []
    /// Kept whatever the others say; nil for the usual names of licences and notices.
    package var legals: [String]?

    package init(
        includes: [String] = [], excludes: [String] = [], ignores: [String] = [],
        legals: [String]? = nil
    ) {
        self.includes = includes
        self.excludes = excludes
        self.ignores = ignores
        self.legals = legals
    }
}
