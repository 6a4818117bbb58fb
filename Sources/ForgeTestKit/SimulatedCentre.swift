/// What the centre of a simulated fleet holds in each round, worked out ahead from the seed.
///
/// No text ever comes back: each changed line names its round, so that a change which is asked for
/// twice is told from two changes.
struct SimulatedCentre: Sendable {
    static let features = ["ci", "lint", "pipe"]
    static let vendored = ["ci/a.txt", "ci/b.txt", "ci/c.txt", "lint/d.txt", "lint/e.txt"]
    static let lineCount = 24

    /// What one round changes.
    struct Change: Sendable {
        /// The line that changes, by the file.
        var lines: [String: Int] = [:]
        var template = false
    }

    /// Round 0 is the beginning; the last one changes every file.
    let changes: [Change]
    /// The texts of each file, as lines, round by round.
    private let history: [String: [[String]]]

    /// - Parameter rounds: central changes before the last one.
    init(rounds: Int, seed: UInt64) {
        var changes = [Change()]
        for round in 1...rounds + 1 {
            changes.append(Self.change(round, seed, everything: round > rounds))
        }
        self.changes = changes
        history = Dictionary(
            uniqueKeysWithValues: Self.vendored.map { ($0, Self.history($0, changes)) })
    }

    private static func change(_ round: Int, _ seed: UInt64, everything: Bool) -> Change {
        var luck = Luck(seed, .centre, round)
        var change = Change(template: luck.chance(30) || everything)
        let chosen = luck.pick(vendored.count)
        for (index, path) in vendored.enumerated() where everything || index == chosen {
            change.lines[path] = luck.pick(lineCount)
        }
        return change
    }

    private static func history(_ path: String, _ changes: [Change]) -> [[String]] {
        var lines = (0..<lineCount).map { "\(path) line \($0)" }
        return changes.enumerated().map { round, change in
            if let line = change.lines[path] { lines[line] = "\(path) changed in round \(round)" }
            return lines
        }
    }

    /// The last round.
    var last: Int { changes.count - 1 }

    func lines(_ path: String, in round: Int) -> [String] { history[path]?[round] ?? [] }

    func text(_ path: String, in round: Int) -> String { Self.text(lines(path, in: round)) }

    static func text(_ lines: [String]) -> String { lines.joined(separator: "\n") + "\n" }

    /// What `pipe` renders to.
    func rendered(for index: Int, in round: Int) -> String {
        let from = changes[...round].lastIndex(where: \.template) ?? 0
        return "name: r\(index)\nround: \(from)\n"
    }

    /// The line that the next change of a file after a round will touch.
    func upcoming(_ path: String, after round: Int) -> Int? {
        changes.dropFirst(round + 1).lazy.compactMap { $0.lines[path] }.first
    }

    /// Whether a line, or one beside it, changes after a round: no edit can be joined there.
    func touches(_ path: String, line: Int, after round: Int) -> Bool {
        changes.dropFirst(round + 1).contains { change in
            change.lines[path].map { abs($0 - line) <= 1 } ?? false
        }
    }

    /// Files of the centre that a round writes.
    func files(in round: Int) -> [String: String?] {
        let change = changes[round]
        var files: [String: String?] = [:]
        for path in round == 0 ? Self.vendored : Array(change.lines.keys) {
            files["shared/\(path)"] = text(path, in: round)
        }
        if change.template || round == 0 {
            files["templates/pipe.yml"] =
                "#@ load(\"@ytt:data\", \"data\")\n---\nname: #@ data.values.name\n"
                + "round: \(round)\n"
        }
        if round == 0 {
            files["templates/values.yml"] = "#@data/values\n---\nname: \"\"\n"
        }
        return files
    }
}
