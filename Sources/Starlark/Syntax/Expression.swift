/// One expression of a source text.
package final class Expression {
    package enum Kind {
        case name(NameUse)
        case literal(Value)
        case list([Expression])
        case tuple([Expression])
        case dict([DictEntry])
        case comprehension(Comprehension)
        case conditional(condition: Expression, then: Expression, otherwise: Expression)
        case index(Expression, Expression)
        case slice(Expression, from: Expression?, to: Expression?, step: Expression?)
        case attribute(Expression, name: ByteString)
        case call(Expression, [Argument])
        case unary(UnaryOperator, Expression)
        case binary(BinaryOperator, Expression, Expression)
        case and(Expression, Expression)
        case or(Expression, Expression)
        case lambda(FunctionDefinition)
        case parenthesized(Expression)
    }

    package struct DictEntry {
        package let key: Expression
        package let colon: Position
        package let value: Expression

        package init(key: Expression, colon: Position, value: Expression) {
            self.key = key
            self.colon = colon
            self.value = value
        }
    }

    package enum Argument {
        case positional(Expression)
        case named(NameUse, Expression)
        case list(Expression, Position)
        case keywords(Expression, Position)
    }

    package var kind: Kind
    /// Where errors of the expression itself are reported: its operator, bracket or dot.
    package let position: Position

    package init(_ kind: Kind, at position: Position) {
        self.kind = kind
        self.position = position
    }

    /// `name(arguments…)`, as a host adds it to a tree; it has no place of its own.
    package static func call(_ name: String, _ arguments: [Expression]) -> Expression {
        let function = Expression(.name(NameUse(name)), at: .none)
        return Expression(.call(function, arguments.map { .positional($0) }), at: .none)
    }
}
