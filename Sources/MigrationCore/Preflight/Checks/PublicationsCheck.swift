/// Whoever subscribes to the source has to be moved, too; a publication alone does not do it.
struct PublicationsCheck: PreflightCheck {
    let id = "database.publications"
    let title = "publications of others"
    let fine = "no publications of others"

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        facts.eachDatabase(\.publications) { database, publications in
            publications.map { publication in
                Finding(
                    .warning, .source, in: database,
                    ["publication \(publication.label)"],
                    "\(publication.detail.map { "\($0); " } ?? "")goes along, and its subscribers "
                        + "stay with the source",
                    fix: .action("plan how its subscribers follow to the target"))
            }
        }
    }
}
