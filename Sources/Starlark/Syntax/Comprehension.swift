/// `[body for x in y if z]` or `{key: value for …}`.
package final class Comprehension {
    package enum Body {
        case element(Expression)
        case entry(Expression.DictEntry)
    }

    package enum Clause {
        case loop(variables: Expression, sequence: Expression, Position)
        case condition(Expression)
    }

    package let body: Body
    /// The first is a loop.
    package let clauses: [Clause]

    package init(body: Body, clauses: [Clause]) {
        self.body = body
        self.clauses = clauses
    }
}
