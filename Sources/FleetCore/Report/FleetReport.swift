/// How the whole fleet stands; what `apus fleet status` and `sync` print.
package struct FleetReport: Hashable, Sendable, Codable {
    /// One repository.
    package struct Row: Hashable, Sendable, Codable {
        package struct Request: Hashable, Sendable, Codable {
            package var number: Int
            package var url: String
            package var checks: CheckState

            package init(number: Int, url: String, checks: CheckState) {
                self.number = number
                self.url = url
                self.checks = checks
            }
        }

        package var repository: String
        package var wave: String
        /// The centre's commit its files are from; nil when it has none yet.
        package var version: String?
        /// Commits between that and the centre's newest one.
        package var behind: Int?
        /// Those of them that touch what this repository gets.
        package var behindTouching: Int?
        /// Files that would change.
        package var changes: Int
        package var request: Request?
        package var drift: [ConsumerChange.Note]
        package var result: Result
        /// In words, for a person.
        package var detail: String?
        /// How the last sync of this machine ended for it; only looked up by `status`.
        package var last: LastSync?

        package init(repository: String, wave: String, result: Result, detail: String? = nil) {
            self.repository = repository
            self.wave = wave
            self.result = result
            self.detail = detail
            changes = 0
            drift = []
        }
    }

    /// How a sync ended for one repository.
    package struct LastSync: Hashable, Sendable, Codable {
        package var result: Result
        package var detail: String?
        /// As ISO 8601 has it.
        package var time: String

        package init(result: Result, detail: String?, time: String) {
            self.result = result
            self.detail = detail
            self.time = time
        }

        /// `failed 2026-11-29 22:40`
        package var words: String {
            "\(result.rawValue) \(time.prefix(16).map { $0 == "T" ? " " : String($0) }.joined())"
        }
    }

    package enum Result: String, Hashable, Sendable, Codable, CaseIterable {
        case current, proposed, outdated, held, declined, obsolete, failed
    }

    package struct Wave: Hashable, Sendable, Codable {
        package var name: String
        package var target: String?
        package var standing: String

        package init(name: String, target: String?, standing: String) {
            self.name = name
            self.target = target
            self.standing = standing
        }
    }

    package var fleet: String
    package var centre: String
    package var waves: [Wave]
    package var repositories: [Row]

    package init(fleet: String, centre: String, waves: [Wave], repositories: [Row]) {
        self.fleet = fleet
        self.centre = centre
        self.waves = waves
        self.repositories = repositories
    }

    package func count(_ result: Result) -> Int {
        repositories.filter { $0.result == result }.count
    }

    /// `3 current, 1 proposed`.
    package var summary: String {
        let parts = Result.allCases.compactMap { result in
            count(result) == 0 ? nil : "\(count(result)) \(result.rawValue)"
        }
        return parts.isEmpty ? "no repositories" : parts.joined(separator: ", ")
    }

    package var hasFailures: Bool { repositories.contains { $0.result == .failed } }
}
