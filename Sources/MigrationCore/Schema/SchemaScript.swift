/// Takes the script that `pg_restore` prints apart into its entries.
///
/// Each entry stands behind a comment with its name. A function's body may hold a text that looks
/// the same, so a comment only counts when it names the entry that the archive's own list has
/// next.
package struct SchemaScript: Hashable, Sendable {
    package private(set) var entries: [SchemaEntry] = []

    /// - Parameters:
    ///   - script: what `pg_restore -f -` prints.
    ///   - list: what `pg_restore -l` prints for the same archive.
    package init(_ script: String, list: String) {
        let lines = script.exactLines
        var expected = ExpectedEntries(list)
        var start: Int?
        var header: Header?
        var settings: [String] = []
        for index in lines.indices {
            guard let found = Header(at: index, in: lines), expected.take(found.title) else {
                continue
            }
            if let header, let start {
                append(header, lines[start..<index], &settings)
            }
            header = found
            start = index + 3
        }
        if let header, let start { append(header, lines[start...], &settings) }
    }

    /// The settings that `pg_restore` prints between two entries belong to all that follow.
    private mutating func append(
        _ header: Header, _ lines: ArraySlice<Substring>, _ settings: inout [String]
    ) {
        var body = lines
        var following = settings
        while let last = body.last {
            if let name = settingName(last) {
                following.removeAll { settingName(Substring($0)) == name }
                following.append(String(last))
            } else if !isFiller(last, type: header.type) {
                break
            }
            body.removeLast()
        }
        let statements =
            header.isDatabase ? body.filter { !$0.startsExactly(with: "\\") } : Array(body)
        let portable = statements.compactMap(withoutServerOptions)
        let sql = (settings + portable).joined(separator: "\n")
        entries.append(
            SchemaEntry(
                type: header.type, schema: header.schema, name: header.name, owner: header.owner,
                sql: sql))
        settings = following.sorted()
    }

    private func settingName(_ line: Substring) -> Substring? {
        guard line.startsExactly(with: "SET default_"), line.endsExactly(with: ";") else {
            return nil
        }
        return line.dropFirst(4).prefix { $0 != " " }
    }

    /// Blank lines, the closing comment and psql's own commands at the end of a script.
    private func isFiller(_ line: Substring, type: String) -> Bool {
        line.isEmpty || line == "--" || line == "-- PostgreSQL database dump complete"
            || line.startsExactly(with: "\\unrestrict ") || line.startsExactly(with: "\\connect ")
            || type.startsExactly(with: "DATABASE") && line.startsExactly(with: "SE")
    }
}

/// Some builds of PostgreSQL 17 keep a version of their own in each column's options
/// (`pg_attver`), which their `pg_dump` prints and no other server accepts.
private func withoutServerOptions(_ line: Substring) -> String? {
    guard line.startsExactly(with: "ALTER "), line.endsExactly(with: ");"),
        line.contains("pg_attver=")
    else {
        return String(line)
    }
    let kept = line.replacing(/(, )?pg_attver='?[0-9]+'?/, with: "")
        .replacing("SET (, ", with: "SET (")
    return kept.contains("SET ()") ? nil : String(kept)
}

/// `-- Name: actor; Type: TABLE; Schema: public; Owner: postgres`
private struct Header {
    let name: String
    let type: String
    let schema: String
    let owner: String

    var isDatabase: Bool { type == "DATABASE" || type == "DATABASE PROPERTIES" }
    /// As the archive's list has it.
    var title: String { "\(type) \(schema) \(name)" }

    init?(at index: Int, in lines: [Substring]) {
        guard index + 2 < lines.count, lines[index] == "--", lines[index + 2] == "--",
            lines[index + 1].startsExactly(with: "-- Name: ")
        else { return nil }
        // A name may hold `; Type: `, so the parts are looked for from the end.
        let text = Substring(lines[index + 1].utf8.dropFirst("-- Name: ".utf8.count))
        guard let (beforeOwner, owner) = text.cutExactly(atLast: "; Owner: "),
            let (beforeSchema, schema) = beforeOwner.cutExactly(atLast: "; Schema: "),
            let (name, type) = beforeSchema.cutExactly(atLast: "; Type: ")
        else { return nil }
        self.name = String(name)
        self.type = String(type)
        self.schema = String(schema)
        self.owner = String(owner.cutExactly(atLast: "; Tablespace: ")?.0 ?? owner)
    }
}
