/// What resolving found out about a function: its variables and the shape of its parameters.
struct FunctionScope {
    /// Parameters first, `*args` and `**kwargs` after the others.
    var locals: [Binding] = []
    /// Variables of enclosing functions, as those functions know them.
    var captured: [Binding] = []
    var takesList = false
    var takesKeywords = false
    var namedOnlyCount = 0
}
