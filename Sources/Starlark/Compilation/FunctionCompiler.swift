/// Turns one function's statements into instructions.
///
/// Registers: the globals, where a file's own statements run; then the locals; then temporaries,
/// which are given out and taken back like a stack.
final class FunctionCompiler {
    let parts: ProgramParts
    private let definition: FunctionDefinition?
    private let locals: [Binding]
    private let firstLocal: Int32
    // None of these is lent to other code; asking the runtime at every access would take longer
    // than the access.
    @exclusivity(unchecked) private var instructions: [Instruction] = []
    @exclusivity(unchecked) private var positions: [Position] = []
    @exclusivity(unchecked) private var nextTemporary: Int32
    @exclusivity(unchecked) private var registerCount: Int32
    /// Variables known to have been assigned at this point, whatever way led here.
    @exclusivity(unchecked) var assigned: Set<Int32> = []
    private var loopDepth: Int32 = 0
    private var loopCount: Int32 = 0
    private var loops: [Loop] = []

    /// A loop being compiled: jumps out of it and to its next round are filled in at its end.
    private struct Loop {
        var exits: [Int] = []
        var start: Int32
    }

    /// For a file's own statements.
    init(_ parts: ProgramParts, locals: [Binding]) {
        self.parts = parts
        self.locals = locals
        definition = nil
        firstLocal = Int32(parts.globals.count)
        nextTemporary = firstLocal + Int32(locals.count)
        registerCount = nextTemporary
    }

    init(_ parts: ProgramParts, _ definition: FunctionDefinition) {
        self.parts = parts
        self.definition = definition
        locals = definition.scope.locals
        firstLocal = 0
        nextTemporary = Int32(locals.count)
        registerCount = nextTemporary
    }

    var isTopLevel: Bool { definition == nil }

    func compileTopLevel(_ statements: [Statement]) -> FunctionCode {
        let start = statements.first?.position ?? Position(line: 1, column: 1)
        compile(statements)
        emitReturn(parts.constant(.none))
        return finish(name: "<toplevel>", entry: start, ParameterShape())
    }

    func compileFunction(_ definition: FunctionDefinition) -> FunctionCode {
        let shape = Self.shape(of: definition)
        assigned = Set(0..<Int32(shape.totalCount))
        compile(definition.body)
        emitReturn(parts.constant(.none))
        let entry = EntryPosition.find(in: definition)
        return finish(name: definition.name.name, entry: entry, shape)
    }

    private func emitReturn(_ operand: Int32) {
        emit(Instruction(operation: .giveBack, b: operand), at: .none)
    }

    private func finish(name: String, entry: Position, _ shape: ParameterShape) -> FunctionCode {
        FunctionCode(
            FunctionCode.Parts(
                name: name, file: parts.file, isTopLevel: isTopLevel, instructions: instructions,
                positions: positions, entryPosition: entry, localNames: locals.map(\.name),
                registerCount: Int(registerCount), loopCount: Int(loopCount),
                cells: locals.filter { $0.scope == .cell }.map { Int(register(of: $0)) },
                shape: shape, fallbackCount: definition.map { Self.fallbacks(of: $0).count } ?? 0,
                capturedNames: definition?.scope.captured.map(\.name) ?? []))
    }

    private static func shape(of definition: FunctionDefinition) -> ParameterShape {
        let scope = definition.scope
        var shape = ParameterShape()
        shape.namedOnlyCount = scope.namedOnlyCount
        shape.takesList = scope.takesList
        shape.takesKeywords = scope.takesKeywords
        for parameter in definition.parameters {
            switch parameter {
            case .required, .optional: shape.plainCount += 1
            case .list, .keywords: break
            }
        }
        shape.names = scope.locals.prefix(shape.totalCount).map(\.symbol)
        return shape
    }

    // MARK: Instructions

    @discardableResult
    func emit(_ instruction: Instruction, at position: Position) -> Int {
        instructions.append(instruction)
        positions.append(position)
        return instructions.count - 1
    }

    /// Where the next instruction will stand.
    var here: Int32 { Int32(instructions.count) }

    /// Lets a jump emitted before go on here.
    func land(_ jump: Int) {
        if instructions[jump].operation == .next {
            instructions[jump].c = here
        } else {
            instructions[jump].a = here
        }
    }

    func land(_ jumps: [Int]) { for jump in jumps { land(jump) } }

    // MARK: Registers

    func temporary() -> Int32 { temporaries(1) }

    /// The first of `count` temporaries side by side.
    func temporaries(_ count: Int) -> Int32 {
        let first = nextTemporary
        nextTemporary += Int32(count)
        registerCount = max(registerCount, nextTemporary)
        return first
    }

    /// Takes back all temporaries that `body` was given.
    func releasing<Result>(_ body: () -> Result) -> Result {
        let mark = nextTemporary
        defer { nextTemporary = mark }
        return body()
    }

    /// The register of a local, cell or, at the top level, global variable.
    func register(of binding: Binding) -> Int32 {
        binding.scope == .global ? Int32(binding.index) : firstLocal + Int32(binding.index)
    }

    // MARK: Loops

    /// Gives out a loop slot for the time of `body`.
    func withLoopSlot(_ body: (Int32) -> Void) {
        let slot = loopDepth
        loopDepth += 1
        loopCount = max(loopCount, loopDepth)
        body(slot)
        loopDepth -= 1
    }

    func beginLoop(at start: Int32) { loops.append(Loop(start: start)) }

    /// Returns the jumps that leave the loop.
    func endLoop() -> [Int] { loops.popLast()?.exits ?? [] }

    func emitBreak() {
        let jump = emit(Instruction(operation: .jump), at: .none)
        if !loops.isEmpty { loops[loops.count - 1].exits.append(jump) }
    }

    func emitContinue() {
        guard let loop = loops.last else { return }
        emit(Instruction(operation: .jump, a: loop.start), at: .none)
    }
}
