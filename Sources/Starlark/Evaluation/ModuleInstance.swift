/// One run of a program: its global variables, shared by all its functions.
final class ModuleInstance {
    let program: Program
    /// The globals, followed by the other registers of the file's own statements.
    let registers: UnsafeMutablePointer<Value>
    private let registerCount: Int
    let predeclared: [Value]

    init(_ program: Program, predeclared: [String: Value]) {
        self.program = program
        registerCount = program.topLevel.registerCount
        registers = .allocate(capacity: max(1, registerCount))
        registers.initialize(repeating: .unset, count: registerCount)
        self.predeclared = program.predeclaredNames.map { predeclared[$0] ?? .unset }
    }

    deinit {
        registers.deinitialize(count: registerCount)
        registers.deallocate()
    }

    /// The globals assigned so far.
    var globals: [String: Value] {
        var result: [String: Value] = [:]
        for (index, name) in program.globalNames.enumerated() where !registers[index].isUnset {
            result[name] = registers[index]
        }
        return result
    }

    /// Lets go of everything.
    func forgetAll() { for index in 0..<registerCount { registers[index] = .unset } }

    /// Lets go of everything but the globals and cells once the file's own statements are done.
    func forgetTemporaries() {
        for index in program.globalNames.count..<registerCount { registers[index] = .unset }
    }
}
