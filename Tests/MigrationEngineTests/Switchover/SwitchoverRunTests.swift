import MigrationCore
import Testing

@testable import MigrationEngine

private struct Refused: Error {}

@Suite("SwitchoverRun: performs what the machine asks for and nothing else")
struct SwitchoverRunTests {
    @Test("a step that fails leads back, and what leads back is repeated until it works")
    func repeats() async {
        var run = SwitchoverRun(Switchover(from: .source), budget: .seconds(60))
        var asked: [String] = []
        var failures = 2
        await run.drive { effect, _ in
            asked.append(effect.name)
            switch effect {
            case .fenceOrigin: throw Refused()
            case .settle: return .decided(.abandoned)
            case .reopenOrigin where failures > 0:
                failures -= 1
                throw Refused()
            default: return .done(effect)
            }
        }
        #expect(
            asked == [
                "begin", "hold", "fence", "settle", "reopen", "reopen", "reopen", "restore",
                "resume",
            ])
        #expect(run.steps.map(\.name) == asked)
    }

    @Test("a budget that is spent before the decision gives the writes back")
    func late() async {
        var run = SwitchoverRun(Switchover(from: .source), budget: .milliseconds(40))
        var asked: [String] = []
        await run.drive { effect, left in
            asked.append(effect.name)
            if effect == .fenceOrigin {
                while left() > .zero { try await Task.sleep(for: .milliseconds(5)) }
            }
            return effect == .settle ? .decided(.abandoned) : .done(effect)
        }
        #expect(!asked.contains("decide"))
        #expect(asked.suffix(4) == ["settle", "reopen", "restore", "resume"])
        guard case .abandoned(.deadlinePassed) = run.machine.state else {
            Issue.record("\(run.machine.state)")
            return
        }
    }

    @Test("the write pause is counted from the order to hold until traffic goes on")
    func pause() async {
        var run = SwitchoverRun(Switchover(from: .source), budget: .seconds(60))
        await run.drive { effect, _ in
            switch effect {
            case .seal: .sealed(Seal(end: LSN(position: 1)))
            case .decide: .decided(.switched)
            default: .done(effect)
            }
        }
        #expect(run.machine.state == .switched)
        #expect(run.writePause > .zero)
    }
}
