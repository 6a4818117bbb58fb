/// `localhost` means another machine to each server that hears it.
struct LoopbackCheck: PreflightCheck {
    let id = "network.loopback"
    let title = "host names mean the same everywhere"
    let fine = "no server is named by a loopback address where the other is elsewhere"

    func findings(in facts: PreflightFacts, for file: MigrationFile) -> [Finding] {
        let hosts = BothSides(source: host(.source, file), target: host(.target, file))
        return Side.allCases.filter { file.publishes($0) }.flatMap { side -> [Finding] in
            guard let host = hosts[side], Loopback.isHost(host) else { return [] }
            let other = hosts[side.other].map(Loopback.isHost) ?? true
            // Both on this machine: then the word means the same to both.
            if other { return [] }
            return [
                Finding(
                    .warning, side, ["host \(host)"],
                    "means the \(side.other)'s own machine when the \(side.other) connects",
                    fix: .file("\(side): {seen_from_peer: {host: …}}"))
            ]
        }
    }

    private func host(_ side: Side, _ file: MigrationFile) -> String? {
        let entry = file.servers[side]
        return entry.seenFromPeer["host"] ?? entry.keywords["host"]
            ?? entry.seenFromPeer["hostaddr"] ?? entry.keywords["hostaddr"]
    }
}
