/// Materialized views are not replicated; they are refreshed on the target.
struct MaterializedViewsCheck: PreflightCheck {
    let id = "table.materialized-views"
    let title = "materialized views"
    let fine = "no materialized views"

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        facts.eachDatabase(\.materializedViews) { database, views in
            guard !views.isEmpty else { return [] }
            return [
                Finding(
                    .ok, .source, in: database, views.map(\.label),
                    file.materializedViews == .refresh
                        ? "filled on the target, and again before each switchover"
                        : "filled on the target once; materialized_views: keep")
            ]
        }
    }
}
