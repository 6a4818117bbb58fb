import MigrationEngine

/// Who ran what, and the versions that took part.
struct RunsSection {
    private let runs: [CommandRun]
    private let versions: [String: String]

    init(_ runs: [CommandRun], _ versions: [String: String]) {
        self.runs = runs
        self.versions = versions
    }

    var html: HTML {
        """
        <section><h2>Who ran it, with what</h2>
        <table>
        <thead><tr><th>Began</th><th>Command</th><th>Who</th><th>Took</th><th>Ended</th></tr></thead>
        <tbody>\(runs.map { row($0) })</tbody></table>
        <p class="sum">\(programs)</p>
        </section>
        """
    }

    private func row(_ run: CommandRun) -> HTML {
        """
        <tr><td class="time">\(moment(run.began))</td><td>\(run.command)</td>\
        <td>\(run.user)@\(run.host)</td>\
        <td class="time">\(run.ended.map { readable(seconds: $0 - run.began) } ?? "")</td>\
        <td>\(run.outcome ?? "not told: it runs still, or was killed")</td></tr>
        """
    }

    private var programs: String {
        let names = ["source": "source: PostgreSQL", "target": "target: PostgreSQL"]
        let servers = ["source", "target"].compactMap { key in
            versions[key].map { "\(names[key] ?? key) \($0)" }
        }
        let others = versions.filter { names[$0.key] == nil }.sorted { $0.key < $1.key }
            .map { "\($0.key) \($0.value)" }
        let apus = Set(runs.map(\.version)).sorted().map { "apus \($0)" }
        return (servers + others + apus).joined(separator: " · ")
    }
}
