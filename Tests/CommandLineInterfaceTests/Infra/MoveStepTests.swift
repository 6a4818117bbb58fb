import Testing

@testable import CommandLineInterface

/// Goal: one command finds its way from wherever it looks, and asks for one review.
/// Method: every picture that files, state and servers can give, and the step that has to follow.
@Suite("What one command for the whole move does next")
struct MoveStepTests {
    @Test("walks the whole way with one review, whoever applies")
    func wholeWay() {
        var seen = MoveSight()
        #expect(MoveStep.next(seen, applies: true) == .proposeBefore)
        seen.before = .written
        #expect(MoveStep.next(seen, applies: false) == .waitForServers)
        #expect(MoveStep.next(seen, applies: true) == .apply)
        seen.isApplied = true
        #expect(MoveStep.next(seen, applies: true) == .move)
        seen.phase = .begun
        #expect(MoveStep.next(seen, applies: true) == .move, "killed in the copy")
        seen.phase = .switched(at: 1)
        seen.after = .reviewed
        #expect(MoveStep.next(seen, applies: true) == .writeAfter, "no second review")
        seen.after = .written
        #expect(MoveStep.next(seen, applies: true) == .changeState)
        seen.stateFollows = true
        #expect(MoveStep.next(seen, applies: true) == .done, "the way back stays open")
        seen.wayBackIsOver = false
        #expect(MoveStep.next(seen, applies: true) == .waitForEnd)
        seen.wayBackIsOver = true
        #expect(MoveStep.next(seen, applies: true) == .finish)
        seen.phase = .finished
        #expect(MoveStep.next(seen, applies: true) == .done)
    }

    @Test("asks for a review after the move where the change differs from the reviewed one")
    func secondReview() {
        var seen = MoveSight()
        seen.phase = .switched(at: nil)
        #expect(MoveStep.next(seen, applies: true) == .proposeAfter)
    }

    @Test("never finishes before files and state follow")
    func finishIsLast() {
        for after in [MoveSight.Files.toReview, .reviewed, .written] {
            for follows in [true, false] where after != .written || !follows {
                var seen = MoveSight()
                seen.phase = .switched(at: 1)
                seen.after = after
                seen.stateFollows = follows
                seen.wayBackIsOver = true
                #expect(MoveStep.next(seen, applies: true) != .finish)
                #expect(MoveStep.next(seen, applies: true) != .done)
            }
        }
    }

    @Test("does not switch over again what a person took back")
    func switchedBack() {
        for before in [MoveSight.Files.toReview, .written] {
            var seen = MoveSight()
            seen.phase = .switchedBack
            seen.before = before
            seen.isApplied = true
            #expect(MoveStep.next(seen, applies: true) == .stopSwitchedBack)
        }
    }
}
