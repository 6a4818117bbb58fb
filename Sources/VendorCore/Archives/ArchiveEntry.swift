/// One entry of an archive, as it says of itself.
package struct ArchiveEntry: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case file(size: Int)
        case folder
        case symbolicLink(String)
        /// Another name for an entry of the same archive.
        case hardLink(String)
        case device
        case other
    }

    package var name: String
    package var kind: Kind
    /// The mode bits, without the kind.
    package var permissions: UInt32

    package init(name: String, kind: Kind, permissions: UInt32 = 0o644) {
        self.name = name
        self.kind = kind
        self.permissions = permissions
    }
}
