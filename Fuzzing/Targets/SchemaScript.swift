import MigrationCore

/// The script and the table of contents that `pg_restore` prints: the input's two halves, with a
/// line of `====` between them. Whatever they are, no statement is made up.
let schemaScriptTarget = FuzzTarget(name: "schema-script") { bytes in
    let text = String(decoding: bytes, as: UTF8.self)
    guard let (list, script) = text.cutExactly(atLast: "\n====\n") else {
        _ = SchemaScript(text, list: text)
        return
    }
    let entries = SchemaScript(String(script), list: String(list)).entries
    precondition(entries.count <= list.exactLines.count, "more entries than the list has")
    let lines = Set(script.exactLines.map { String($0) })
    for entry in entries where !entry.sql.contains("pg_attver") && !script.contains("pg_attver") {
        for line in entry.sql.exactLines where !line.isEmpty {
            precondition(lines.contains(String(line)), "a line that the script does not have")
        }
    }
}
