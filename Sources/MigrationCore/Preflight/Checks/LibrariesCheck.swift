/// Functions in C that no extension brings need their library on the target's machine.
struct LibrariesCheck: PreflightCheck {
    let id = "database.libraries"
    let title = "no function needs a library of its own"
    let fine = "every language and function in C belongs to an extension"

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        facts.eachDatabase(\.libraryObjects) { database, objects in
            objects.map { object in
                Finding(
                    .blocker, .source, in: database, ["\(object.kind) \(object.label)"],
                    "comes from \(object.detail ?? "a library") and belongs to no extension",
                    fix: .sql(
                        "DROP \(object.kind.uppercased()) \(object.statementName);"
                            + "  -- or install its library on the target's machine",
                        on: .source, in: database))
            }
        }
    }
}
