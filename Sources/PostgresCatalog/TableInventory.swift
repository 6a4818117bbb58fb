package import MigrationCore
package import PostgresClient

/// A table whose rows move: a plain table or a leaf of a partitioned one.
package struct MovedTable: Hashable, Sendable {
    package let name: QualifiedName
    /// Columns that are copied, in order; generated ones are computed anew by the target.
    package let columns: [Column]
    /// They are compared all the same.
    package let generatedColumns: [Column]
    /// Size on disk in bytes, with TOAST, without indexes.
    package let bytes: Int64
    package let pages: Int64
    package let estimatedRows: Int64
    package let isUnlogged: Bool
    package let identity: Identity
    /// Columns of the primary key, in its order.
    package let primaryKey: [String]
    /// The table is read by its own heap pages (not a foreign or other access method).
    package let isHeap: Bool

    package init(
        name: QualifiedName, columns: [Column], generatedColumns: [Column] = [], bytes: Int64,
        pages: Int64, estimatedRows: Int64, isUnlogged: Bool, identity: Identity,
        primaryKey: [String], isHeap: Bool
    ) {
        self.name = name
        self.columns = columns
        self.generatedColumns = generatedColumns
        self.bytes = bytes
        self.pages = pages
        self.estimatedRows = estimatedRows
        self.isUnlogged = isUnlogged
        self.identity = identity
        self.primaryKey = primaryKey
        self.isHeap = isHeap
    }

    /// What is done for the table as a whole costs more than what is done for its rows.
    package var isSmall: Bool { bytes < 1 << 20 }

    package struct Column: Hashable, Sendable {
        package init(name: String, type: String, isPortable: Bool, isFloat: Bool) {
            self.name = name
            self.type = type
            self.isPortable = isPortable
            self.isFloat = isFloat
        }

        package let name: String
        package let type: String
        /// Its binary form is the same on every server and version.
        package let isPortable: Bool
        /// Its text form depends on the server's version: floats before and after 12.
        package let isFloat: Bool
    }

    /// `pg_class.relreplident`, and whether it names rows.
    package enum Identity: String, Hashable, Sendable {
        case primaryKey = "d"
        case nothing = "n"
        case full = "f"
        case index = "i"
        /// The default on a table without a primary key.
        case missing = "-"

        /// Whether the server takes an update or delete of a published table.
        package var namesRows: Bool { self != .nothing && self != .missing }
    }
}

/// Every table of a database that is neither the system's nor Apus's own nor an extension's.
package func movedTables(
    on connection: PostgresConnection
) async throws(PostgresError) -> [MovedTable] {
    let version = try await connection.connect()
    let rows = try await connection.query(tablesQuestion(version))
    return rows.records.map { record in
        MovedTable(
            name: QualifiedName(schema: record["schema"], name: record["name"]),
            columns: columns(record["columns"]), generatedColumns: columns(record["generated"]),
            bytes: Int64(record.int("bytes")),
            pages: Int64(record.int("pages")),
            estimatedRows: Int64(max(0, record.double("rows"))),
            isUnlogged: record["persistence"] == "u",
            identity: .init(rawValue: record["identity"]) ?? .missing,
            primaryKey: lines(record["key"]), isHeap: record["method"] == "heap")
    }
}

/// Names come in lines with their backslashes and newlines escaped, because a name may hold any
/// character.
func lines(_ text: String) -> [String] {
    text.isEmpty ? [] : text.exactLines.map(unescaped)
}

private func unescaped(_ text: Substring) -> String {
    var result: [UInt8] = []
    var escaping = false
    for byte in text.utf8 {
        switch (escaping, byte) {
        case (false, UInt8(ascii: "\\")):
            escaping = true
            continue
        case (true, UInt8(ascii: "n")): result.append(UInt8(ascii: "\n"))
        case (true, UInt8(ascii: "t")): result.append(UInt8(ascii: "\t"))
        default: result.append(byte)
        }
        escaping = false
    }
    return String(decoding: result, as: UTF8.self)
}

private func columns(_ text: String) -> [MovedTable.Column] {
    guard !text.isEmpty else { return [] }
    return text.exactLines.map { line in
        let fields = line.utf8.split(
            separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false
        ).map { Substring($0) }
        return MovedTable.Column(
            name: unescaped(fields[0]), type: unescaped(fields[1]), isPortable: fields[2] == "true",
            isFloat: fields[3] == "true")
    }
}

/// True of a table that moves, where `c` is it and `n` its schema. What is copied and what is
/// replicated are the same tables.
let tableMoves = """
    c.relkind = 'r' AND c.relpersistence <> 't'
        AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'apus')
        AND n.nspname !~ '^pg_(toast|temp)'
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass
            AND d.objid = c.oid AND d.deptype = 'e')
    """

/// A type is portable when its binary form holds no object identifier of the server, which those
/// of user-defined arrays, composites and `reg…` types do. No server reads the binary form of an
/// empty tsquery.
private func tablesQuestion(_ version: Int) -> String {
    #"""
    WITH moved AS (
        SELECT c.oid, c.relnamespace, c.relname, c.relpersistence, c.relreplident, c.relam,
            c.reltuples, c.reltoastrelid
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE \#(tableMoves)
    ), escaped AS (
        SELECT a.attrelid, a.attnum,
            replace(replace(replace(a.attname, '\', '\\'), E'\n', '\n'), E'\t', '\t') AS name,
            replace(replace(replace(format_type(a.atttypid, a.atttypmod), '\', '\\'),
                E'\n', '\n'), E'\t', '\t') AS type,
            t.typtype = 'e' OR (t.oid < 10000 AND t.typtype IN ('b', 'r', 'm')
                AND t.typname !~ '^_?reg|^_?(aclitem|pg_node_tree|refcursor|tsquery)$') AS portable,
            t.typname IN ('float4', 'float8', '_float4', '_float8', 'point', 'line', 'lseg', 'box',
                'path', 'polygon', 'circle') OR t.typtype IN ('c', 'd', 'r')
                OR t.typcategory = 'A' AND t.oid > 10000 AS float,
            \#(version >= 120_000 ? "a.attgenerated <> ''" : "false") AS generated
        FROM moved c JOIN pg_attribute a ON a.attrelid = c.oid
        JOIN pg_type t ON t.oid = a.atttypid
        WHERE a.attnum > 0 AND NOT a.attisdropped
    ), described AS (
        SELECT attrelid, generated, string_agg(
            concat_ws(E'\t', name, type, portable::text, float::text), E'\n' ORDER BY attnum) AS list
        FROM escaped GROUP BY attrelid, generated
    ), keys AS (
        SELECT i.indrelid, i.indimmediate,
            string_agg(e.name, E'\n' ORDER BY p.position) AS list
        FROM pg_index i
        CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY p(attnum, position)
        JOIN escaped e ON e.attrelid = i.indrelid AND e.attnum = p.attnum
        WHERE i.indisprimary AND p.position <= i.indnkeyatts
        GROUP BY i.indrelid, i.indimmediate
    )
    SELECT n.nspname AS schema, c.relname AS name, c.relpersistence AS persistence,
        CASE WHEN c.relreplident = 'd' AND NOT coalesce(k.indimmediate, false) THEN '-'
            ELSE c.relreplident::text END AS identity,
        coalesce(m.amname, 'heap') AS method, c.reltuples AS rows,
        size.heap + size.toast AS bytes,
        size.heap / current_setting('block_size')::int AS pages,
        d.list AS columns, g.list AS generated, k.list AS key
    FROM moved c JOIN pg_namespace n ON n.oid = c.relnamespace
    CROSS JOIN LATERAL (SELECT pg_relation_size(c.oid) AS heap,
        coalesce(pg_relation_size(nullif(c.reltoastrelid, 0)), 0) AS toast OFFSET 0) size
    LEFT JOIN pg_am m ON m.oid = c.relam
    LEFT JOIN described d ON d.attrelid = c.oid AND NOT d.generated
    LEFT JOIN described g ON g.attrelid = c.oid AND g.generated
    LEFT JOIN keys k ON k.indrelid = c.oid
    ORDER BY 7 DESC, 1, 2
    """#
}
