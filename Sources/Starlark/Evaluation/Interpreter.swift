/// Runs programs: one at a time, on one thread, with one stack of calls.
public final class Interpreter {
    /// What `load("module", …)` offers; what it throws follows `cannot load module: `.
    package typealias Loader = (Interpreter, String) throws -> [String: Value]

    package let limits: Limits
    /// The host's own; nothing here looks at it.
    package var userInfo: AnyObject?
    /// Receives what `print` says, without a line end.
    package var printLine: (ByteString) -> Void = { _ in }
    private let loader: Loader?

    // One thread runs a program, and none of these lends its storage to other code; asking the
    // runtime at every access would take longer than the access.
    @exclusivity(unchecked) var registers = RegisterStack()
    @exclusivity(unchecked) var loops = LoopStack()
    @exclusivity(unchecked) private var frames: [FrameRecord] = []
    @exclusivity(unchecked) var remainingSteps: Int
    @exclusivity(unchecked) var memory: MemoryBudget
    private var stackFloor: UInt = 0
    /// Functions and the variables of their file hold each other; `forget` lets them go.
    private var modules: [ModuleInstance] = []

    package init(limits: Limits = Limits(), load loader: Loader? = nil) {
        self.limits = limits
        self.loader = loader
        remainingSteps = limits.steps ?? Int.max
        memory = MemoryBudget(limit: limits.memory)
    }

    deinit {
        registers.deallocate()
        loops.deallocate()
    }

    /// Runs a file's own statements and returns its globals, not frozen.
    package func run(
        _ program: Program, predeclared: [String: Value] = [:]
    ) throws(EvaluationError) -> [String: Value] {
        let module = ModuleInstance(program, predeclared: predeclared)
        modules.append(module)
        let code = program.topLevel
        try entering {
            try push(.code(Unmanaged.passUnretained(code)))
            defer { pop() }
            for cell in code.cells { module.registers[cell] = .cell(Cell(.unset)) }
            _ = try execute(code, module, module.registers, captured: [])
        }
        module.forgetTemporaries()
        return module.globals
    }

    /// Calls a function, from outside or from within a builtin.
    package func call(
        _ function: Value, _ positional: [Value], named: [(name: ByteString, value: Value)] = []
    ) throws(EvaluationError) -> Value {
        try entering {
            let count = positional.count + named.count
            let base = registers.push(count)
            defer { registers.pop(base, count) }
            for (offset, value) in positional.enumerated() { base[offset] = value }
            for (offset, argument) in named.enumerated() {
                base[positional.count + offset] = argument.value
            }
            let arguments = Arguments(
                base: base, positionalCount: positional.count, names: named.map(\.name))
            return try call(function, arguments)
        }
    }

    /// Empties the variables of every program run so far, so that its memory comes back. Only once
    /// no function of theirs will be called again, wherever it went.
    package func forget() {
        for module in modules { module.forgetAll() }
        modules = []
    }

    /// The calls under way, outermost first.
    package var callStack: [EvaluationError.Frame] { frames.map(\.described) }

    private func entering<Result>(
        _ body: () throws -> Result
    ) throws(EvaluationError) -> Result {
        if frames.isEmpty { stackFloor = StackBounds.floor }
        do { return try body() } catch { throw describe(error) }
    }

    // MARK: Calls under way

    @inline(__always)
    func push(_ callee: FrameRecord.Callee) throws {
        if frames.count >= limits.depth || StackBounds.isBelow(stackFloor) { try refuseDepth() }
        frames.append(FrameRecord(callee: callee))
    }

    @inline(never)
    private func refuseDepth() throws {
        throw Failure("calls are nested too deeply (\(frames.count) of them)")
    }

    @inline(__always)
    func pop() { frames.removeLast() }

    /// Notes how far the innermost function has come, before it fails or calls something, which a
    /// host's value may do with any operator.
    @inline(__always)
    func note(_ index: Int32) { frames[frames.count - 1].index = index }

    @inline(__always)
    func countStep() throws {
        remainingSteps &-= 1
        if remainingSteps < 0 { try refuseSteps() }
    }

    @inline(never)
    private func refuseSteps() throws {
        throw Failure("too many steps (limit \(limits.steps ?? 0))")
    }

    /// Adds the calls under way to an error, unless it has its own.
    func describe(_ error: any Error) -> EvaluationError {
        if let error = error as? EvaluationError { return error }
        let message = (error as? Failure)?.message ?? "\(error)"
        return EvaluationError(message, frames: callStack, cause: error)
    }

    func load(_ module: ByteString) throws -> [String: Value] {
        guard let loader else { throw Failure("load not implemented by this application") }
        do { return try loader(self, module.text) } catch {
            throw LoadFailure(module: module.text, cause: error)
        }
    }
}
