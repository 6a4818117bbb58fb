/// Chance and choice that follow from a seed and from what is asked about, never from when: the
/// same question gets the same answers on a slow machine and on a fast one.
struct Luck: Sendable {
    /// What is decided, so that two decisions about one place do not follow each other.
    enum Question: UInt64, Sendable {
        case centre = 1, kill, outage, people, visit, fault
    }

    private var generator: SeededGenerator

    init(_ seed: UInt64, _ question: Question, _ numbers: Int...) {
        var state = seed
        for number in [question.rawValue] + numbers.map({ UInt64(bitPattern: Int64($0)) }) {
            var mixer = SeededGenerator(seed: state ^ number)
            state = mixer.next()
        }
        generator = SeededGenerator(seed: state)
    }

    mutating func chance(_ percent: Int) -> Bool { Int(generator.next() % 100) < percent }

    mutating func pick(_ bound: Int) -> Int { Int(generator.next() % UInt64(max(1, bound))) }

    /// From one to a bound, small numbers as often as large ones: each power of two has its share.
    mutating func spread(upTo bound: Int) -> Int {
        let bits = Int.bitWidth - max(1, bound).leadingZeroBitCount
        let start = 1 << pick(bits)
        return min(max(1, bound), start + pick(start))
    }
}

/// SplitMix64: the same seed gives the same numbers on every machine.
package struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
