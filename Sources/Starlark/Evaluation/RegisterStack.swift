/// Memory for the registers of the calls under way. A call's registers never move.
struct RegisterStack {
    private struct Chunk {
        let base: UnsafeMutablePointer<Value>
        let capacity: Int
        var used = 0
    }

    private var chunks: [Chunk] = []
    private var top: UnsafeMutablePointer<Value>?
    private var free = 0

    private static let firstCapacity = 4_096

    /// Registers that hold nothing yet.
    mutating func push(_ count: Int) -> UnsafeMutablePointer<Value> {
        if free < count || top == nil { grow(count) }
        guard let registers = top else { preconditionFailure("no memory for registers") }
        registers.initialize(repeating: .unset, count: count)
        top = registers + count
        free -= count
        return registers
    }

    /// Gives back the registers pushed last.
    mutating func pop(_ registers: UnsafeMutablePointer<Value>, _ count: Int) {
        // One by one: the runtime's way to destroy many asks each what it is.
        for offset in 0..<count { (registers + offset).deinitialize(count: 1) }
        top = registers
        free += count
        if let chunk = chunks.last, chunk.base == registers, chunks.count > 1 { shrink() }
    }

    private mutating func grow(_ count: Int) {
        if !chunks.isEmpty {
            chunks[chunks.count - 1].used = chunks[chunks.count - 1].capacity - free
        }
        let last = chunks.last?.capacity ?? Self.firstCapacity / 2
        let capacity = max(last * 2, count)
        let chunk = Chunk(base: .allocate(capacity: capacity), capacity: capacity)
        chunks.append(chunk)
        top = chunk.base
        free = capacity
    }

    private mutating func shrink() {
        chunks.removeLast().base.deallocate()
        guard let chunk = chunks.last else { return }
        top = chunk.base + chunk.used
        free = chunk.capacity - chunk.used
    }

    /// Every register was popped.
    mutating func deallocate() {
        for chunk in chunks { chunk.base.deallocate() }
        chunks = []
        top = nil
        free = 0
    }
}
