/// A source text compiled: it never changes, and can be run any number of times.
package final class Program {
    package let file: String
    let topLevel: FunctionCode
    let functions: [FunctionCode]
    let constants: UnsafeMutablePointer<Value>
    private let constantCount: Int
    let callSites: [CallSite]
    let loadSites: [LoadSite]
    let globalNames: [String]
    let predeclaredNames: [String]

    init(topLevel: FunctionCode, parts: ProgramParts) {
        file = topLevel.file
        self.topLevel = topLevel
        functions = parts.functions
        constantCount = parts.constants.count
        constants = .allocate(capacity: max(1, constantCount))
        constants.initialize(from: parts.constants, count: constantCount)
        callSites = parts.callSites
        loadSites = parts.loadSites
        globalNames = parts.globalNames
        predeclaredNames = parts.predeclaredNames
    }

    deinit {
        constants.deinitialize(count: constantCount)
        constants.deallocate()
    }

    /// Compiles a tree, which is marked with what was found out and cannot be compiled again.
    ///
    /// `isPredeclared` tells the names that `Interpreter.run` will be given. The error lists
    /// everything that is wrong.
    package static func compile(
        _ tree: SyntaxTree, isPredeclared: (String) -> Bool
    ) throws(SourceErrors) -> Program {
        let resolver = withoutActuallyEscaping(isPredeclared) { isPredeclared in
            let resolver = Resolver(isPredeclared: isPredeclared)
            resolver.resolve(tree)
            resolver.forgetPredicate()
            return resolver
        }
        if !resolver.errors.isEmpty {
            throw SourceErrors(file: tree.file, errors: resolver.errors)
        }
        let parts = ProgramParts(file: tree.file, globals: resolver.moduleGlobals)
        let compiler = FunctionCompiler(parts, locals: resolver.moduleLocals)
        let topLevel = compiler.compileTopLevel(tree.statements)
        return Program(topLevel: topLevel, parts: parts)
    }
}
