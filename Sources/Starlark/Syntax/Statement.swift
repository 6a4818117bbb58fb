/// One statement of a source text.
package final class Statement {
    package enum Kind {
        case expression(Expression)
        /// `target = value`, or `target += value` with its operator.
        case assign(target: Expression, operation: BinaryOperator?, value: Expression)
        case conditional(branches: [Branch], otherwise: [Statement])
        case loop(variables: Expression, sequence: Expression, body: [Statement])
        case whileLoop(condition: Expression, body: [Statement])
        case define(FunctionDefinition)
        case giveBack(Expression?)
        case breakLoop
        case continueLoop
        case load(LoadStatement)
    }

    /// `if` or `elif`: a condition and what to do when it holds.
    package struct Branch {
        package let position: Position
        package let condition: Expression
        package let body: [Statement]

        package init(position: Position, condition: Expression, body: [Statement]) {
            self.position = position
            self.condition = condition
            self.body = body
        }
    }

    package var kind: Kind
    /// Where errors of the statement itself are reported: its keyword, or its assignment sign.
    package let position: Position

    package init(_ kind: Kind, at position: Position) {
        self.kind = kind
        self.position = position
    }
}
