/// The names of everything that a migration makes on the servers, so that `finish` can find it.
package struct ObjectNames: Hashable, Sendable {
    package let migration: String

    package init(migration: String) { self.migration = migration }

    /// Holds the journal and the marker, in each database that moves.
    package static let schema = "apus"

    package var publication: String { publication(0) }

    /// The publication of one stream: the first has the name alone.
    package func publication(_ stream: Int) -> String {
        "apus_\(migration)" + (stream == 0 ? "" : "_\(stream)")
    }

    /// That of every stream, as a regular expression of the server's.
    package var publicationPattern: String { "^\(publication)(_[0-9]+)?$" }

    /// The table whose row proves what came through a stream.
    package static func marker(_ stream: Int) -> String {
        stream == 0 ? "apus.marker" : "apus.marker_\(stream)"
    }

    /// The slot, the subscription and the role of one stream of a link in one database: names of
    /// slots are shared by all databases of a server.
    ///
    /// Letters stand before the numbers, so that no name is another migration's as well, whatever
    /// the two are called: `shop` and `shop_1`.
    package func link(_ link: Link, database index: Int, stream: Int = 0) -> String {
        linkPrefix + "d\(index)_l\(link.number)" + (stream == 0 ? "" : "_s\(stream)")
    }

    package func isLink(_ name: String) -> Bool {
        name.hasPrefix(linkPrefix)
            && name.dropFirst(linkPrefix.count).wholeMatch(of: /d[0-9]+_l[0-9]+(_s[0-9]+)?/) != nil
    }

    /// The same, as a regular expression of the server's.
    package var linkPattern: String { "^\(linkPrefix)d[0-9]+_l[0-9]+(_s[0-9]+)?$" }

    /// That of every migration.
    package static let anyLinkPattern = "^apus_[a-z0-9_]+_d[0-9]+_l[0-9]+(_s[0-9]+)?$"

    private var linkPrefix: String { "apus_\(migration)_" }

    /// What our own sessions are called in `pg_stat_activity`.
    package func session(_ purpose: String) -> String { "apus/\(migration)/\(purpose)" }

    /// Two operators cannot both hold it. FNV-1a of the name, kept below 2^63.
    package var advisoryLock: Int64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in "apus/\(migration)".utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return Int64(hash >> 1)
    }
}
