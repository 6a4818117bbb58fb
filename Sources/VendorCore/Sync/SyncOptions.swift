/// How a sync is asked for.
package struct SyncOptions: Hashable, Sendable {
    /// Only these contents, each perhaps from a folder of this machine.
    package struct Override: Hashable, Sendable {
        package let path: String
        package let localFolder: String?

        /// `vendor/a` or `vendor/a=folder`.
        package init(_ text: String, home: String?) {
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            path = String(parts[0])
            guard parts.count == 2, !parts[1].isEmpty else {
                localFolder = nil
                return
            }
            let folder = String(parts[1])
            if let home, folder == "~" || folder.hasPrefix("~/") {
                localFolder = home + folder.dropFirst()
            } else {
                localFolder = folder
            }
        }
    }

    package var isLocked = false
    /// Whether contents that say they are lazy may be.
    package var allowsLazy = true
    package var allowsAllLinks = false
    package var overrides: [Override] = []
    package var lockFile = LockFile.defaultName
    /// The reference's results where they differ from what is right.
    package var isCompatible = false

    package init() {}
}
