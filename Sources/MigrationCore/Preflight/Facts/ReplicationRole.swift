/// A role that standbys may come in as, or `public` for everybody, in one database.
package struct ReplicationRole: Hashable, Sendable, Codable {
    package var name: String
    /// By a privilege, or through a function that runs as its owner.
    package var mayWrite: Bool

    package init(name: String, mayWrite: Bool = false) {
        self.name = name
        self.mayWrite = mayWrite
    }
}

extension [ReplicationRole] {
    /// Whether a role could write in this database; one that is not known here is like everybody.
    package func mayWrite(_ role: String) -> Bool {
        (first { $0.name == role } ?? first { $0.name == "public" })?.mayWrite ?? true
    }
}

/// Whether the fence lets a role with REPLICATION keep LOGIN: a standby streams the server's whole log
/// and writes nothing, and one that is locked out is missing when the server fails.
///
/// - Parameters:
///   - groups: it is a member of these.
///   - databases: what is known of each database that moves, wherever it is; nil where nothing is.
package func isStandbyRole(
    _ role: String, groups: [String], databases: [[ReplicationRole]?]
) -> Bool {
    groups.allSatisfy(isReadingGroup)
        && databases.allSatisfy { $0.map { !$0.mayWrite(role) } ?? false }
}

/// The server's own groups give rights to look, but for those that write or run programs.
private func isReadingGroup(_ name: String) -> Bool {
    name.hasPrefix("pg_") && !name.hasPrefix("pg_write") && !name.hasPrefix("pg_execute")
}
