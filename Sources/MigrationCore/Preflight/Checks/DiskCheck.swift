/// SQL does not show how much room a disk has, so somebody has to look.
struct DiskCheck: PreflightCheck {
    let id = "server.disk"
    let title = "room on the target's disk"
    let fine = "the target has room"
    let unknownRefuses = false

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        facts.movedBytes.findings(.source) { bytes in
            let needed = ByteCount(bytes + bytes / 4)
            return [
                Finding(
                    .unknown, .target,
                    "free space is not visible through SQL; about \(needed) will be needed, and "
                        + "up to \(file.limits.retainedWAL) of WAL on the source while it is copied",
                    fix: .action(
                        "compare with df -h of both data directories, or with the disks' sizes in "
                            + "the console"))
            ]
        }
    }
}
