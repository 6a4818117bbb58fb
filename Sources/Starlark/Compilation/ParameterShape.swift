/// How a function takes its arguments.
struct ParameterShape {
    /// Without `*args` and `**kwargs`; the last `namedOnlyCount` are given by name only.
    var plainCount = 0
    var namedOnlyCount = 0
    var takesList = false
    var takesKeywords = false
    /// As the locals are called, in the same order.
    var names: [ByteString] = []

    var positionalCount: Int { plainCount - namedOnlyCount }
    var totalCount: Int { plainCount + (takesList ? 1 : 0) + (takesKeywords ? 1 : 0) }

    /// Whether a row of exactly as many values as parameters is all a caller can give.
    var isSimple: Bool { namedOnlyCount == 0 && !takesList && !takesKeywords }
}
