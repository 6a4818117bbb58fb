import MigrationCore

/// What a world is asked to do, apart from what goes wrong in it.
package struct Scenario: Sendable {
    package var seed: Int
    package var goals: [Goal]
    package var wantsWayBack = true
    package var pooledClients = 3
    package var directClients = 1
    /// Into how many parts the tables are split, each with a marker and perhaps a stream.
    package var parts = 1
    /// The file asks for a stream for each part.
    package var wantsStreams = false
    /// One stream does not keep up, once it carries.
    package var fallsBehind = false
    /// How long traffic may be held; the program may use a part of it to go forward.
    package var maxWritePause: Milliseconds = 400
    package var shareToGoForward: Milliseconds = 250
    /// What giving back takes at worst, faults on the way included.
    package var slack: Milliseconds = 250

    package init(seed: Int, goals: [Goal]) {
        self.seed = seed
        self.goals = goals
    }

    init(seed: Int, _ dice: inout Dice) {
        let roundTrip: [Goal] = [.serve(.target), .serve(.source), .serve(.target)]
        let goals = Array(roundTrip.prefix(dice.within(1...3)))
        self.init(seed: seed, goals: goals)
        switch dice.below(10) {
        case 0: self.goals = [.serve(.source), .abort]
        case 1:
            wantsWayBack = false
            self.goals = [.serve(.target), .finish]
        case 2...6: self.goals.append(.finish)
        default: break
        }
        pooledClients = dice.within(1...3)
        directClients = dice.within(0...2)
        parts = dice.within(1...3)
        switch dice.below(3) {
        case 0: wantsStreams = parts > 1
        case 1: fallsBehind = parts > 1
        default: break
        }
    }
}
