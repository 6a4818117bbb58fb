/// Nothing is decided by clocks, but people compare logs.
struct ClockCheck: PreflightCheck {
    let id = "server.clock"
    let title = "the servers' clocks agree"
    let fine = "the servers' clocks agree to within 2 s"
    let unknownRefuses = false

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        facts.servers.source.identity.and(facts.servers.target.identity).findings(nil) {
            source, target in
            guard let first = source.clockHere, let second = target.clockHere else { return [] }
            let difference = (source.clock - first) - (target.clock - second)
            guard abs(difference) > 2 else { return [] }
            let ahead = difference > 0 ? Side.source : .target
            return [
                Finding(
                    .warning, ahead,
                    "its clock is \(Duration.seconds(abs(difference)).readable) ahead of the "
                        + "other's: times in their logs will not match",
                    fix: .action("set the clock by NTP"))
            ]
        }
    }
}
