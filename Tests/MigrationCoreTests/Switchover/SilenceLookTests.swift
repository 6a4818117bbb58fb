import MigrationCore
import Testing

@Suite("SilenceLook: who was starting while the fence went up")
struct SilenceLookTests {
    private func look(running: Set<Int>, listed: Set<Int>) -> SilenceLook {
        SilenceLook(running: running, listed: listed, foreign: 0, nextTransaction: 1)
    }

    @Test("a process with a transaction that stands in no list is starting")
    func starting() {
        #expect(look(running: [1, 2, 3], listed: [1, 3, 4]).starting == [2])
    }

    @Test("is resolved when all that were starting are listed, or gone")
    func resolved() {
        let first = look(running: [1, 2, 3], listed: [1])
        #expect(!first.isResolved(by: first))
        #expect(!first.isResolved(by: look(running: [1, 3], listed: [1, 2])))
        #expect(first.isResolved(by: look(running: [1, 2], listed: [1, 2])))
    }

    @Test("does not wait for those that began later: they find the fence")
    func later() {
        let first = look(running: [2], listed: [])
        #expect(first.isResolved(by: look(running: [2, 9], listed: [2])))
    }
}
