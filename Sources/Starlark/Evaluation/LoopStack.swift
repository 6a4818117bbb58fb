/// Memory for the loops of the calls under way. A call's loops never move.
struct LoopStack {
    private var spare: [UnsafeMutablePointer<LoopSlot>] = []
    private var inUse: [UnsafeMutablePointer<LoopSlot>] = []
    /// Stands for no loops at all, so that functions without any cost nothing.
    private let none = UnsafeMutablePointer<LoopSlot>.allocate(capacity: 1)

    /// Blocks all have this size, which few functions exceed.
    private static let usual = 8

    /// Slots that hold nothing yet.
    mutating func take(_ count: Int) -> UnsafeMutablePointer<LoopSlot> {
        if count == 0 { return none }
        let block: UnsafeMutablePointer<LoopSlot>
        if count <= Self.usual, let known = spare.popLast() {
            block = known
        } else {
            block = .allocate(capacity: max(count, Self.usual))
        }
        inUse.append(block)
        return block
    }

    /// Gives back the slots taken last, all of whose loops have ended.
    mutating func giveBack(_ count: Int) {
        if count == 0 { return }
        let block = inUse.removeLast()
        if count <= Self.usual { spare.append(block) } else { block.deallocate() }
    }

    mutating func deallocate() {
        for block in spare { block.deallocate() }
        none.deallocate()
        spare = []
    }
}
