import ArgumentParser
import Demonstration
import Diagnostics
import Foundation
import Measuring

/// Measures the program against what people use today, each pair side by side.
@main
struct MigrationBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migration-benchmark",
        abstract: "Measure a migration against what people use today.",
        discussion: """
            Every line is a ratio: ours and the other were measured in turn, in this run, on the \
            same servers. Starts servers of its own and leaves nothing behind.
            """)

    enum Topic: String, ExpressibleByArgument, CaseIterable {
        case copy, pause, databases, verification, harm, throttle, catchUp = "catch-up"
    }

    @Option(help: "full, quick (a tenth) or tiny (only shows that it works).")
    var size: BenchmarkSize.Name = .full

    @Option(help: "Only these lines: \(Topic.allCases.map(\.rawValue).joined(separator: ", ")).")
    var only: [Topic] = []

    @Option(
        help: "Copy only these: \(Dataset.allCases.map(\.rawValue).joined(separator: ", ")).")
    var database: [Dataset] = []

    @Option(help: "Switch over at these rates only; 100000 is saturation.")
    var rate: [Int] = []

    @Option(help: "Switch over this often, there and back, for each line of pauses.")
    var switchovers: Int?

    @Option(help: "The apus program. (default: the one beside this program)")
    var program: String?

    @Option(help: "Write the figures as JSON to this file.")
    var json: String?

    @Option(help: "Write the table as Markdown to this file.")
    var markdown: String?

    /// An empty table would look like a benchmark that found nothing wrong.
    func validate() throws {
        if let switchovers, switchovers < 1 {
            throw ValidationError("\(switchovers) switchovers cannot be measured; say 1 or more")
        }
        let known = Set(BenchmarkSize.named(size).pauseCases.map(\.rate))
        let unknown = rate.filter { !known.contains($0) }
        guard !unknown.isEmpty else { return }
        throw ValidationError(
            "no switchover of this size is measured at \(unknown.map(String.init).joined(separator: ", "))"
                + "/s; there are \(known.sorted().map(String.init).joined(separator: ", "))")
    }

    func run() async throws {
        do {
            try await measure()
        } catch let error as Diagnostic {
            FileHandle.standardError.write(Data("\(error)\n".utf8))
            throw ExitCode.failure
        }
    }

    private func measure() async throws {
        let programs = try Programs.find(apus: program)
        let begin = ContinuousClock.now
        let log: @Sendable (String) -> Void = { text in
            let seconds = Int((ContinuousClock.now - begin).inSeconds)
            FileHandle.standardError.write(Data("[\(seconds) s] \(text)\n".utf8))
        }
        var figures: [Figure] = []
        for topic in Topic.allCases where only.isEmpty || only.contains(topic) {
            figures += await lines(topic, programs, log)
        }
        let title = await MachineFacts(programs, size).title
        let table = FigureTable(title: title, figures: figures)
        print(table.text)
        if let markdown {
            try table.markdown.write(toFile: markdown, atomically: true, encoding: .utf8)
        }
        if let json {
            try BenchmarkResult(title, figures).json.write(
                toFile: json, atomically: true, encoding: .utf8)
        }
    }

    /// One topic that fails does not take the others with it.
    private func lines(
        _ topic: Topic, _ programs: Programs, _ log: @escaping @Sendable (String) -> Void
    ) async -> [Figure] {
        var size = BenchmarkSize.named(self.size)
        size.pauseCases.removeAll { !rate.isEmpty && !rate.contains($0.rate) }
        size.switchovers = switchovers ?? size.switchovers
        if switchovers != nil { size.manyCase.switchovers = nil }
        let session = BenchmarkSession(
            programs: programs, size: size,
            databases: database.isEmpty ? Dataset.allCases : database, log: log)
        do {
            return try await session.lines(topic)
        } catch {
            log("\(topic.rawValue) failed: \(error)")
            return [.notRun(topic.rawValue, against: "", because: firstLine(of: error))]
        }
    }
}

/// What a topic is measured with.
struct BenchmarkSession: Sendable {
    let programs: Programs
    let size: BenchmarkSize
    let databases: [Dataset]
    let log: @Sendable (String) -> Void

    func lines(_ topic: MigrationBenchmark.Topic) async throws -> [Figure] {
        switch topic {
        case .copy:
            try await with {
                try await CopyLines(arena: $0, databases: databases, log: log).measure()
            }
        case .pause: await PauseLines(session: self, cases: size.pauseCases).measure()
        case .databases: await PauseLines(session: self, cases: [size.manyCase]).measure()
        case .verification:
            try await with { try await VerificationLines(arena: $0, log: log).measure() }
        case .harm: try await with { try await HarmLines(arena: $0, log: log).measure() }
        case .throttle: try await with { try await ThrottleLines(arena: $0, log: log).measure() }
        case .catchUp: try await with { try await CatchUpLines(arena: $0, log: log).measure() }
        }
    }

    /// Two servers for the time of some lines.
    func with(
        _ from: Int = 15, _ to: Int = 17, _ body: (Arena) async throws -> [Figure]
    ) async throws -> [Figure] {
        let arena = try await Arena.open(from: from, to: to, programs, size)
        do {
            let figures = try await body(arena)
            await arena.stage.end()
            return figures
        } catch {
            await arena.stage.end()
            throw error
        }
    }
}

/// What is written for other programs.
struct BenchmarkResult: Encodable {
    let machine: String
    let figures: [Figure]

    init(_ machine: String, _ figures: [Figure]) {
        self.machine = machine
        self.figures = figures
    }

    var json: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.keyEncodingStrategy = .convertToSnakeCase
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
        }
    }
}

/// The line of an error that fits into a table.
func firstLine(of error: any Error) -> String {
    "\(error)".split(separator: "\n").first.map(String.init) ?? "failed"
}
