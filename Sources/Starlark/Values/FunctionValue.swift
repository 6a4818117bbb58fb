/// A function written in Starlark, together with the variables it took along.
public final class FunctionValue {
    let code: FunctionCode
    let module: ModuleInstance
    /// One for each parameter from the first optional one on; unset where an argument must be given.
    let fallbacks: [Value]
    let captured: [Cell]
    var isFrozen = false

    init(code: FunctionCode, module: ModuleInstance, fallbacks: [Value], captured: [Cell]) {
        self.code = code
        self.module = module
        self.fallbacks = fallbacks
        self.captured = captured
    }

    package var name: String { code.name }

    /// The parameters' names, `*args` and `**kwargs` last.
    package var parameterNames: [String] { code.shape.names.map(\.text) }

    package var takesList: Bool { code.shape.takesList }
    package var takesKeywords: Bool { code.shape.takesKeywords }
    package var namedOnlyCount: Int { code.shape.namedOnlyCount }
}
