package import Diagnostics
package import FleetCore
import Foundation

extension Diagnostic.Code {
    package static let fleetEmptyRepository: Self = "fleet.empty-repository"
    package static let fleetOvertaken: Self = "fleet.overtaken"
    package static let fleetUnknownWave: Self = "fleet.unknown-wave"
}

/// Works on a whole fleet: many repositories at a time, within a bound.
package struct FleetRun: Sendable {
    package let fleet: FleetFile
    package let centre: Centre
    package let folder: FleetFolder
    package let renderer: Renderer
    package let forges: Forges
    package let head: CentreSnapshot
    private let queries = QueryAnswers()
    /// Told after each repository.
    package var progress: @Sendable (FleetReport.Row) -> Void = { _ in }
    /// Called around each effect, with its name; a test stops the run there.
    package var fault: @Sendable (String, DeliberateEnd.Moment) throws -> Void = {
        DeliberateEnd.reach($0, $1)
    }

    /// - Parameter commit: of the centre; the fleet file at this commit counts.
    package init(_ centre: Centre, at commit: String, folder: FleetFolder) async throws {
        self.centre = centre
        self.folder = folder
        head = try await centre.snapshot(commit)
        fleet = head.fleet
        renderer = Renderer(centre)
        forges = Forges(fleet)
    }

    /// Every repository, those that queries find included, in the order of their names.
    package func consumers(matching patterns: [String] = []) async throws -> [Consumer] {
        let all = Consumer.all(of: fleet, found: try await queries.answers(fleet, forges))
        if patterns.isEmpty { return all }
        let wanted = patterns.map { PathPattern($0) }
        let chosen = all.filter { consumer in wanted.contains { $0.matches(consumer.name) } }
        for pattern in patterns
        where !all.contains(where: { PathPattern(pattern).matches($0.name) }) {
            throw Diagnostic(
                .error, .fleetUnknownName, "no repository of the fleet is called \(pattern)",
                hint: nearestName(to: pattern, among: all.map(\.name)).map { "Did you mean \($0)?" }
            )
        }
        return chosen
    }

    /// Does something for each of many, `concurrency` at a time; answers in the given order.
    package func forEach<Item: Sendable, Answer: Sendable>(
        _ items: [Item], _ work: @escaping @Sendable (Item) async throws -> Answer
    ) async throws -> [Answer] {
        try await withThrowingTaskGroup(of: (Int, Answer).self) { group in
            var answers: [Int: Answer] = [:]
            for (index, item) in items.enumerated() {
                if index >= fleet.limits.concurrency, let done = try await group.next() {
                    answers[done.0] = done.1
                }
                group.addTask { (index, try await work(item)) }
            }
            for try await (index, answer) in group { answers[index] = answer }
            return items.indices.compactMap { answers[$0] }
        }
    }

    /// A repository, ready to be worked on.
    package func repository(_ consumer: Consumer) async throws -> ConsumerRepository {
        try await ConsumerRepository(
            consumer, fleet: fleet, centre: centre, folder: folder,
            configuration: try await forges[consumer.forge].gitConfiguration())
    }

    /// The repository with the features and values it has at another commit of the centre.
    package func consumer(_ consumer: Consumer, at snapshot: CentreSnapshot) -> Consumer {
        guard snapshot.commit != head.commit, let then = snapshot.consumer(named: consumer.name)
        else { return consumer }
        var result = consumer
        result.features = then.features
        result.values = then.values
        return result
    }

    package func heads(_ repository: ConsumerRepository) async throws -> Git.RemoteHeads {
        let consumer = repository.consumer
        if let heads = try await repository.git.heads(
            consumer.address, base: consumer.branch, branch: fleet.request.branch)
        {
            return heads
        }
        throw Diagnostic(
            .error, .fleetEmptyRepository,
            "\(consumer.name) has no branch \(consumer.branch ?? "that its HEAD names")",
            hint: "Name its base branch with `branch:` in the fleet file.")
    }
}

/// What the forges answered to the fleet file's queries; each is asked once in a run.
private actor QueryAnswers {
    private var found: [Int: [String]]?

    /// By the entry's position in the file.
    func answers(_ fleet: FleetFile, _ forges: Forges) async throws -> [Int: [String]] {
        if let found { return found }
        var answers: [Int: [String]] = [:]
        for (index, entry) in fleet.repositories.enumerated() {
            if case .query(let query) = entry.selection {
                answers[index] = try await forges[entry.forge].repositories(query)
            }
        }
        found = answers
        return answers
    }
}
