import MigrationCore
import Synchronization

/// Listens to progress and keeps what belongs into the report: how long each phase took, and every
/// warning. Passes everything on.
package final class ReportRecorder: ProgressSink {
    private struct State {
        var report: MigrationReport
        var phase: (name: String, since: ContinuousClock.Instant)?
    }

    private let state: Mutex<State>
    private let next: any ProgressSink

    package init(_ report: MigrationReport, passingOnTo next: any ProgressSink) {
        state = Mutex(State(report: report, phase: nil))
        self.next = next
    }

    package func report(_ event: ProgressEvent) {
        state.withLock { state in
            switch event {
            case .phase(let name): Self.enter(name, &state)
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
            return state.report
        }
    }

    private static func enter(_ name: String?, _ state: inout State) {
        let now = ContinuousClock.now
        if let (old, since) = state.phase {
            state.report.add(old, seconds: (now - since).seconds)
        }
        state.phase = name.map { ($0, now) }
    }
}
