/// One parameter as written in a `def` or `lambda`.
package enum Parameter {
    case required(NameUse)
    case optional(NameUse, equals: Position, fallback: Expression)
    /// `*args`, or `*` alone: what follows is given by name only.
    case list(NameUse?, Position)
    /// `**kwargs`
    case keywords(NameUse, Position)
}
