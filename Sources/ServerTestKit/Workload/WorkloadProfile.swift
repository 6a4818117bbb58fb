/// What an application does with the database, apart from the ledger.
package protocol WorkloadProfile: Sendable {
    var name: String { get }
    /// Every statement it uses, so that they can be prepared.
    var templates: [StatementTemplate] { get }
    /// The business of one transaction: one or two statements, by place in ``templates``.
    func nextTransaction(_ random: inout SeededRandom) -> [BusinessStatement]
}

/// One statement of a profile with its parameters.
package struct BusinessStatement: Hashable, Sendable {
    package let template: Int
    package let parameters: [String]

    package init(_ template: Int, _ parameters: [String]) {
        self.template = template
        self.parameters = parameters
    }
}

/// Random numbers that are the same for the same seed (SplitMix64).
package struct SeededRandom: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
