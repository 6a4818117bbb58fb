/// Replication and dump go forward in versions, never back.
struct VersionsCheck: PreflightCheck {
    let id = "server.versions"
    let title = "versions of the servers"
    let fine = "both versions are supported"

    private static let oldest = 11
    private static let newest = 18

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        facts.servers.source.version.and(facts.servers.target.version).findings(nil) {
            source, target in
            var found: [Finding] = []
            if source.major < Self.oldest {
                found.append(
                    Finding(
                        .blocker, .source,
                        "is \(source); the oldest that can be moved is "
                            + "\(Self.oldest)",
                        fix: .action("upgrade the source to \(Self.oldest) or later first")))
            }
            if target.major < source.major {
                found.append(
                    Finding(
                        .blocker, .target, "is \(target), older than the source with \(source)",
                        fix: .action("use a target of version \(source.major) or later")))
            }
            if target.major > Self.newest {
                found.append(
                    Finding(
                        .blocker, .target,
                        "is \(target); this program knows versions up to "
                            + "\(Self.newest)",
                        fix: .action("use a target of version \(Self.newest), or a newer apus")))
            }
            return found.isEmpty ? [Finding(.ok, "from \(source) to \(target)")] : found
        }
    }
}
