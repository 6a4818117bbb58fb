/// What must hold whatever happens.
package enum Promise: String, Hashable, Sendable, CaseIterable {
    case oneSideWrites = "one-side-writes"
    case noRowLost = "no-row-lost"
    case noRowTwice = "no-row-twice"
    case noPingPong = "no-ping-pong"
    case endsOrGivesBack = "ends-or-gives-back"
    case heldBriefly = "held-briefly"
    case goesOn = "killed-anywhere-goes-on"
    case nothingLeftBehind = "slot-never-left-behind"
    case sequencesNeverRepeat = "sequences-never-repeat"
    case oneWinner = "one-winner"
}

/// A promise that was broken, and how.
package struct Violation: Sendable, CustomStringConvertible {
    package let promise: Promise
    package let time: Milliseconds
    package let text: String

    package var description: String { "\(promise.rawValue) at \(time) ms: \(text)" }
}
