/// One object of a dump, with the statements that make it.
package struct SchemaEntry: Hashable, Sendable {
    /// As `pg_dump` calls it: `TABLE`, `FK CONSTRAINT`, `DEFAULT ACL`.
    package let type: String
    /// `-` for what belongs to no schema.
    package let schema: String
    /// With newlines replaced by spaces, as in the dump's own comments.
    package let name: String
    package let owner: String
    package var sql: String
    /// The dump's own statements, where `sql` makes the same in another way.
    package var dumped: String?

    package init(type: String, schema: String, name: String, owner: String, sql: String) {
        self.type = type
        self.schema = schema
        self.name = name
        self.owner = owner
        self.sql = sql
    }

    package var title: String {
        schema == "-" ? "\(type.lowercased()) \(name)" : "\(type.lowercased()) \(schema).\(name)"
    }

    /// What stands for the entry in the journal once it is on the target.
    package var fingerprint: String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in "\(type)\u{0}\(schema)\u{0}\(name)\u{0}\(dumped ?? sql)".utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
        }
        return String(hash, radix: 16) + "-\((dumped ?? sql).utf8.count)"
    }

    /// A missing one is worth a warning by name; it keeps no row from moving.
    package var isOptional: Bool {
        ["COMMENT", "ACL", "DEFAULT ACL", "SECURITY LABEL", "EVENT TRIGGER", "USER MAPPING"]
            .contains(type)
    }

    /// It makes an index, so it can be built as soon as the rows of its table are there.
    package var makesIndex: Bool { type == "INDEX" || type == "CONSTRAINT" }

    /// It reads no table, so that others need not wait for it to be remembered.
    package var isQuick: Bool {
        !makesIndex
            && !["FK CONSTRAINT", "CHECK CONSTRAINT", "MATERIALIZED VIEW DATA"].contains(type)
    }

    /// It says how the database is, or who may do what with it.
    package var describesDatabase: Bool {
        isDatabase || type == "ACL" && name.hasPrefix("DATABASE ")
    }

    /// It describes the database as a whole.
    package var isDatabase: Bool { type == "DATABASE" || type == "DATABASE PROPERTIES" }
}

/// Neighbours that are quick together, and each of the others alone, in the same order.
///
/// - Parameter size: a transaction holds a lock on each object it makes, and the server has room for
///   so many of them.
package func quickBatches(of entries: [SchemaEntry], size: Int = 50) -> [[SchemaEntry]] {
    entries.reduce(into: []) { batches, entry in
        if entry.isQuick, let last = batches.last, last.count < size, last.allSatisfy(\.isQuick) {
            batches[batches.count - 1].append(entry)
        } else {
            batches.append([entry])
        }
    }
}
