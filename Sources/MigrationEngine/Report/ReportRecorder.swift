import Foundation
import MigrationCore
import Synchronization

/// Listens to progress and keeps what belongs into the report: how long each phase took, and every
/// warning. Passes everything on.
package final class ReportRecorder: ProgressSink {
    private struct State {
        var report: MigrationReport
        var series: SampleSeries
        var copied: Int64?
        var phase: (name: String, since: ContinuousClock.Instant, began: Double)?
    }

    private let state: Mutex<State>
    private let next: any ProgressSink
    private let original: MigrationReport

    package init(_ report: MigrationReport, passingOnTo next: any ProgressSink) {
        state = Mutex(State(report: report, series: SampleSeries(report.samples)))
        original = report
        self.next = next
    }

    package func report(_ event: ProgressEvent) {
        state.withLock { state in
            switch event {
            case .phase(let name): Self.enter(name, &state)
            case .copy(let progress): state.copied = progress.bytes
            case .warning(let text):
                if !state.report.warnings.contains(text) { state.report.warnings.append(text) }
            default: break
            }
        }
        next.report(event)
    }

    /// Changes the report; the running phase ends first.
    package func update(_ change: (inout MigrationReport) -> Void) {
        state.withLock { state in
            Self.enter(nil, &state)
            change(&state.report)
        }
    }

    package var current: MigrationReport {
        state.withLock { state in
            Self.enter(nil, &state)
            return Self.whole(state)
        }
    }

    // MARK: Who runs what

    /// A command begins to work; the report knows of it from here on, and so does the folder.
    package func begin(_ run: CommandRun, in folder: StateFolder? = nil) {
        state.withLock { $0.report.runs = $0.report.runs.suffix(199) + [run] }
        if let folder { keep(in: folder) }
    }

    package func endRun(_ outcome: String) {
        state.withLock { state in
            guard let last = state.report.runs.indices.last else { return }
            state.report.runs[last].ended = Date().timeIntervalSince1970
            state.report.runs[last].outcome = outcome
        }
    }

    // MARK: Samples

    /// - Parameter streams: the lag of each stream; written down where there are several.
    func sample(lag: Int64?, streams: [Int64] = [], retained: Int64?, position: LSN?) {
        state.withLock { state in
            var sample = Sample(
                at: Date().timeIntervalSince1970, phase: state.phase?.name ?? "idle")
            sample.lagBytes = lag
            if streams.count > 1 { sample.streamLagBytes = streams }
            sample.retainedBytes = retained
            sample.logPosition = position?.position
            if sample.phase == "copy" { sample.copiedBytes = state.copied }
            state.series.add(sample)
        }
    }

    /// Writes what is known now, so that a killed command leaves a report; the running phase goes
    /// on.
    func keep(in folder: StateFolder) {
        let report = state.withLock { Self.whole($0) }
        try? report.write(folder)
    }

    /// Writes the report, unless the command added nothing to what it read.
    package func write(in folder: StateFolder) {
        let report = current
        if report != original { try? report.write(folder) }
    }

    private static func whole(_ state: State) -> MigrationReport {
        var report = state.report
        report.samples = state.series.samples
        return report
    }

    private static func enter(_ name: String?, _ state: inout State) {
        let now = ContinuousClock.now
        if let (old, since, began) = state.phase {
            let seconds = (now - since).seconds
            state.report.add(old, seconds: seconds)
            state.report.spans =
                state.report.spans.suffix(199) + [
                    PhaseSpan(name: old, began: began, seconds: seconds)
                ]
        }
        state.phase = name.map { ($0, now, Date().timeIntervalSince1970) }
    }
}
