/// Functions in C that no extension brings need their library on the target's machine.
struct LibrariesCheck: PreflightCheck {
    let id = "database.libraries"
    let title = "no function needs a library of its own"
    let fine = "every language and function in C belongs to an extension"

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        facts.servers.target.availableExtensions.findings(.target) { available in
            let shipped = Set(available.map(\.name))
            return facts.eachDatabase(\.libraryObjects) { database, objects in
                objects.map { judge($0, database, shipped) }
            }
        }
    }

    private func judge(_ object: NamedObject, _ database: String, _ shipped: Set<String>) -> Finding
    {
        let library = object.detail ?? "a library"
        let drop =
            "DROP \(object.kind.uppercased()) \(object.statementName)"
            + (object.kind == "function" ? ";" : " CASCADE;")
        // A name without a schema is found in the server's own.
        if object.kind == "language", !library.contains(".") {
            return Finding(
                .blocker, .source, in: database, ["\(object.kind) \(object.label)"],
                "is made by hand from \(library) of the server's own, which no dump says",
                fix: .sql(drop + "  -- or let an extension bring it", on: .source, in: database))
        }
        // A library of the same name comes with the extension, which the target has.
        let name = library.split(separator: "/").last.map(String.init) ?? ""
        if object.kind == "language" || shipped.contains(name) {
            return Finding(
                .warning, .source, in: database, ["\(object.kind) \(object.label)"],
                "is made from \(library) by hand, which only a superuser of the target may do",
                fix: .sql(
                    drop + "  -- if nobody needs it; else let apus be a superuser there",
                    on: .source, in: database))
        }
        return Finding(
            .blocker, .source, in: database, ["\(object.kind) \(object.label)"],
            "comes from \(library) and belongs to no extension",
            fix: .sql(
                drop + "  -- or install its library on the target's machine", on: .source,
                in: database))
    }
}
