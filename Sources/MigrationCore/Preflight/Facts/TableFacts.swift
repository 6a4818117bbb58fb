/// A table or partitioned table of the source.
package struct TableFacts: Hashable, Sendable, Codable {
    package var schema: String
    package var name: String
    package var isPartitioned: Bool
    package var isPartition: Bool
    package var isUnlogged: Bool
    /// `d` default, `i` index, `f` full, `n` nothing.
    package var replicaIdentity: String
    /// Valid and not deferrable, so that it can identify rows.
    package var hasPrimaryKey: Bool
    /// For `i`: whether the index is still there and valid.
    package var identityIndexIsUsable: Bool
    /// A unique index on columns that are never null, which would serve as identity.
    package var candidateIndex: String?
    /// Any index that a subscriber from 16 on can use to find a row under identity full.
    package var hasPlainIndex: Bool
    /// The planner's estimate; -1 when the table was never analysed.
    package var rows: Double
    /// By the planner's page counts, with what is stored aside.
    package var bytes: Int64
    package var toastBytes: Int64
    package var owner: String
    package var weOwn: Bool
    package var weMayRead: Bool
    package var hasRowSecurity: Bool
    package var forcesRowSecurity: Bool
    package var inheritsFrom: [String]
    package var columns: Int
    package var generatedColumns: Int
    package var virtualColumns: Int
    package var hasOIDs: Bool
    /// For a table partitioned by range of text: the collation that orders its bounds.
    package var textRangeCollation: String?

    package init(
        _ name: String, schema: String = "public", isPartitioned: Bool = false,
        isPartition: Bool = false, isUnlogged: Bool = false, replicaIdentity: String = "d",
        hasPrimaryKey: Bool = true, identityIndexIsUsable: Bool = false,
        candidateIndex: String? = nil, hasPlainIndex: Bool = false, rows: Double = 1000,
        bytes: Int64 = 1 << 20, toastBytes: Int64 = 0, owner: String = "app", weOwn: Bool = true,
        weMayRead: Bool = true, hasRowSecurity: Bool = false, forcesRowSecurity: Bool = false,
        inheritsFrom: [String] = [], columns: Int = 5, generatedColumns: Int = 0,
        virtualColumns: Int = 0, hasOIDs: Bool = false, textRangeCollation: String? = nil
    ) {
        self.schema = schema
        self.name = name
        self.isPartitioned = isPartitioned
        self.isPartition = isPartition
        self.isUnlogged = isUnlogged
        self.replicaIdentity = replicaIdentity
        self.hasPrimaryKey = hasPrimaryKey
        self.identityIndexIsUsable = identityIndexIsUsable
        self.candidateIndex = candidateIndex
        self.hasPlainIndex = hasPlainIndex
        self.rows = rows
        self.bytes = bytes
        self.toastBytes = toastBytes
        self.owner = owner
        self.weOwn = weOwn
        self.weMayRead = weMayRead
        self.hasRowSecurity = hasRowSecurity
        self.forcesRowSecurity = forcesRowSecurity
        self.inheritsFrom = inheritsFrom
        self.columns = columns
        self.generatedColumns = generatedColumns
        self.virtualColumns = virtualColumns
        self.hasOIDs = hasOIDs
        self.textRangeCollation = textRangeCollation
    }

    var qualifiedName: QualifiedName { QualifiedName(schema: schema, name: name) }
    var label: String { qualifiedName.description }

    /// Whether the publisher can say which row changed, without help.
    var hasIdentity: Bool {
        switch replicaIdentity {
        case "f": true
        case "i": identityIndexIsUsable
        case "d": hasPrimaryKey
        default: false
        }
    }
}
