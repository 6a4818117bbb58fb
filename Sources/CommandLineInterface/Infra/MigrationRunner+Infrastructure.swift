import MigrationCore
import MigrationEngine

extension MigrationRunner {
    /// Preflight with the question that only the front end can ask: whether what Terraform or
    /// OpenTofu describes is what is migrated.
    func preflightWithInfrastructure() async throws -> PreflightReport {
        try await preflight([await InfrastructureCheck.of(context.file)].compactMap { $0 })
    }
}

/// What to type after the writes have moved; nil where the file names no infrastructure.
func reconcileCommand(_ file: MigrationFile, at path: String) -> String? {
    file.infrastructure.map { "apus infra reconcile \($0.directory) --migration \(path)" }
}
