/// A compiled function, or the statements of a whole file.
final class FunctionCode {
    let name: String
    let file: String
    let isTopLevel: Bool
    let instructions: UnsafeMutablePointer<Instruction>
    let instructionCount: Int
    /// Where each instruction comes from; unknown where the one before it tells.
    private let positions: [Position]
    /// Where a call stands that never got as far as the first instruction.
    let entryPosition: Position
    let localNames: [String]
    let registerCount: Int
    let loopCount: Int
    /// Locals that inner functions share.
    let cells: [Int]
    let shape: ParameterShape
    /// The number of parameters where a row of as many values is all a caller can give; else -1.
    let rowCount: Int
    let hasCells: Bool
    let fallbackCount: Int
    /// The names of the variables it takes along.
    let capturedNames: [String]

    var capturedCount: Int { capturedNames.count }

    init(_ parts: Parts) {
        name = parts.name
        file = parts.file
        isTopLevel = parts.isTopLevel
        instructionCount = parts.instructions.count
        instructions = .allocate(capacity: max(1, parts.instructions.count))
        instructions.initialize(from: parts.instructions, count: parts.instructions.count)
        positions = parts.positions
        entryPosition = parts.entryPosition
        localNames = parts.localNames
        registerCount = parts.registerCount
        loopCount = parts.loopCount
        cells = parts.cells
        shape = parts.shape
        rowCount = parts.shape.isSimple ? parts.shape.plainCount : -1
        hasCells = !parts.cells.isEmpty
        fallbackCount = parts.fallbackCount
        capturedNames = parts.capturedNames
    }

    // Instructions hold no references, so giving the memory back is all there is to do.
    deinit { instructions.deallocate() }

    /// What a compiler puts together.
    struct Parts {
        var name: String
        var file: String
        var isTopLevel: Bool
        var instructions: [Instruction] = []
        var positions: [Position] = []
        var entryPosition: Position
        var localNames: [String] = []
        var registerCount = 0
        var loopCount = 0
        var cells: [Int] = []
        var shape = ParameterShape()
        var fallbackCount = 0
        var capturedNames: [String] = []
    }

    /// Where an instruction comes from; below zero for the entry.
    func position(at index: Int) -> Position {
        var index = min(index, positions.count - 1)
        while index >= 0 {
            if positions[index].isKnown { return positions[index] }
            index -= 1
        }
        return positions.first { $0.isKnown } ?? entryPosition
    }
}
