/// What stands between the parentheses of a call that is not simply a row of values.
///
/// Registers after the function: positional values, values of `names`, then `*` and `**`.
struct CallSite {
    let positionalCount: Int
    let names: [ByteString]
    let hasList: Bool
    let hasKeywords: Bool
}
