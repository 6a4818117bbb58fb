/// Logical replication does not carry large objects.
struct LargeObjectsCheck: PreflightCheck {
    let id = "database.large-objects"
    let title = "large objects"
    let fine = "no large objects"

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        facts.eachDatabase(\.largeObjects) { database, count in
            guard count > 0 else { return [] }
            let what = [counted(count, "large object")]
            switch file.largeObjects {
            case .ignore:
                return [Finding(.warning, .source, in: database, what, "will be left behind")]
            case .copy:
                return [
                    Finding(
                        .warning, .source, in: database, what,
                        "will be as they were when the copy began; later changes are not carried",
                        fix: .action("let no client write large objects until the switchover"))
                ]
            case .refuse:
                return [
                    Finding(
                        .blocker, .source, in: database, what, "are not carried by replication",
                        fix: .file(
                            "large_objects: copy    # as they were when the copy began",
                            "large_objects: ignore  # leave them behind"))
                ]
            }
        }
    }
}
