/// Which commit of the centre each wave is offered.
///
///     head ─► canaries ──settled──► team ──settled──► everyone
///
/// The first wave follows the centre. A later one is offered a commit only when every repository
/// of the wave before it has that commit's files on its base branch with its checks passed, or
/// when somebody begins it by hand. A commit that no canary has merged reaches nobody else,
/// however many newer ones are behind it.
package struct Rollout: Hashable, Sendable, Codable {
    package enum Event: Hashable, Sendable {
        /// The centre's branch is at this commit.
        case head(String)
        /// All of a wave has what it was offered.
        case settled(wave: String)
        /// Somebody said that a wave may begin.
        case begun(wave: String)
    }

    /// The commit that each wave is offered, by its name.
    package private(set) var targets: [String: String] = [:]
    /// The commit that each wave last had everywhere.
    package private(set) var settled: [String: String] = [:]
    private var head: String?

    package init() {}

    package func target(of wave: String) -> String? { targets[wave] }

    package mutating func apply(_ event: Event, to waves: [FleetFile.Wave]) {
        switch event {
        case .head(let commit):
            head = commit
            if let first = waves.first, first.start == .automatic { targets[first.name] = commit }
        case .settled(let name):
            guard let target = targets[name] else { return }
            settled[name] = target
            let index = waves.firstIndex { $0.name == name }
            guard let index, waves.indices.contains(index + 1) else { return }
            let next = waves[index + 1]
            if next.start == .automatic { targets[next.name] = target }
        case .begun(let name):
            guard let index = waves.firstIndex(where: { $0.name == name }) else { return }
            targets[name] = index == 0 ? head : targets[waves[index - 1].name] ?? head
        }
    }

    /// The waves of a file that has none, or whose last one leaves repositories out.
    package static func completed(_ waves: [FleetFile.Wave]) -> [FleetFile.Wave] {
        if waves.contains(where: \.isTheRest) { return waves }
        return waves + [FleetFile.Wave(name: waves.isEmpty ? "all" : "the rest")]
    }

    /// The wave a repository is in: the first that names it or one of its groups.
    package static func wave(
        of repository: String, groups: [String], in waves: [FleetFile.Wave]
    ) -> String {
        let named = waves.first {
            $0.repositories.contains(repository) || !Set($0.groups).isDisjoint(with: groups)
        }
        return named?.name ?? waves.first(where: \.isTheRest)?.name ?? waves.last?.name ?? "all"
    }
}

/// What automatic checks of a commit say.
package enum CheckState: String, Hashable, Sendable, Codable, CaseIterable {
    case none, pending, passed, failed

    /// Several checks as one: a failure counts before what is still running.
    package init(_ states: some Sequence<CheckState>) {
        let all = Set(states)
        self =
            all.contains(.failed)
            ? .failed : all.contains(.pending) ? .pending : all.contains(.passed) ? .passed : .none
    }
}

/// How far a wave is with what it was offered.
package enum WaveStanding: Hashable, Sendable {
    case settled
    case waiting(on: [String])
    /// Checks failed, or somebody declined: nothing goes on until that changes.
    case stopped(by: [String])

    /// One member of a wave.
    package struct Member: Hashable, Sendable {
        package var name: String
        package var hasEverything: Bool
        package var checks: CheckState
        package var isDeclined: Bool

        package init(
            name: String, hasEverything: Bool, checks: CheckState, isDeclined: Bool = false
        ) {
            self.name = name
            self.hasEverything = hasEverything
            self.checks = checks
            self.isDeclined = isDeclined
        }

        var isStopped: Bool { isDeclined || checks == .failed }
        var isSettled: Bool { hasEverything && (checks == .none || checks == .passed) }
    }

    package init(_ members: [Member]) {
        let stopped = members.filter(\.isStopped).map(\.name)
        let waiting = members.filter { !$0.isSettled }.map(\.name)
        self =
            !stopped.isEmpty
            ? .stopped(by: stopped) : waiting.isEmpty ? .settled : .waiting(on: waiting)
    }
}
