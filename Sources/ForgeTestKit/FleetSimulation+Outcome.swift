extension FleetSimulation {
    package struct Settings: Sendable {
        package var repositories: Int
        package var changes: Int
        package var seed: UInt64
        /// Of a hundred calls to the forge.
        package var faultPercent = 2
        /// Runs that are to be killed, for each central change.
        package var killsPerChange = 2

        package init(repositories: Int, changes: Int, seed: UInt64) {
            self.repositories = repositories
            self.changes = changes
            self.seed = seed
        }

        /// The team lets the last wave have something every n-th round.
        var teamPeriod: Int { max(2, 2 * changes / 5) }

        /// How much busier the people of a small fleet are, so that something happens there too.
        var bustle: Int { repositories < 500 ? 4 : 1 }
    }

    /// Where a run is to be killed, counted in what it does and not in seconds.
    package enum PlannedEnd: Sendable {
        /// At the n-th place before or after an effect.
        case effect(Int)
        /// When the forge has finished n calls of this run, the last one unanswered.
        case call(Int)
    }

    /// What went on.
    package struct Outcome: Sendable {
        package var runs = 0
        /// The places where runs were killed, in the order of the course.
        package var kills: [PlannedEnd] = []
        /// Edits of shared files on base branches.
        package var edits = 0
        /// Of them those on a line that the centre was about to change.
        package var aimedEdits = 0
        /// Commits on branches of requests: new files, and edits of shared files.
        package var branchCommits = 0
        package var branchEdits = 0
        /// What people did while a run was in the middle of the same repository.
        package var actsInRuns = 0
        package var merges = 0
        package var declines = 0
        /// Changes that people took over by hand, beside their request.
        package var takenByHand = 0
        /// Merges that collided with the base; where people had helped, they settled it.
        package var collisions = 0
        package var settledByHand = 0
        /// Repositories that could not be reached for a round.
        package var outages = 0
        /// Central commits that reached the last wave.
        package var rollouts = 0
        package var requests = 0
        package var calls = 0
        package var faults = TestForge.FaultCounts()
    }

    /// What the judge looked at, and what it found wrong.
    package struct Verdict: Sendable {
        package var repositories = 0
        /// Files of the centre compared byte by byte.
        package var files = 0
        /// Edits looked for, and those of them that stand against a change of the centre.
        package var edits = 0
        package var unjoinedEdits = 0
        /// People's commits on base branches, looked for in their history.
        package var commits = 0
        /// People's files on branches.
        package var peoplesFiles = 0
        /// Requests whose changes were compared with all earlier ones of their repository.
        package var requests = 0
        /// Of them those that became obsolete, and were closed by the fleet.
        package var withdrawn = 0
        package var complaints: [String] = []
    }
}
