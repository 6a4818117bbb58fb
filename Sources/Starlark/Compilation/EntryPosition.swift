/// Where a call is said to stand that failed over its arguments: the reference reports the first
/// instruction of the function that has a place, which need not be the function's first line.
enum EntryPosition {
    static func find(in definition: FunctionDefinition) -> Position {
        for statement in definition.body {
            if let position = first(of: statement, definition.position), position.isKnown {
                return position
            }
        }
        return definition.position
    }

    /// The place of a statement's first instruction; nil for statements that need none.
    private static func first(of statement: Statement, _ fallback: Position) -> Position? {
        switch statement.kind {
        case .expression(let expression):
            if case .literal = expression.kind { return nil }
            return first(of: expression, fallback)
        case .assign(let target, let operation, let value):
            return first(of: operation == nil ? value : target, fallback)
        case .conditional(let branches, _):
            return branches.first.flatMap { first(of: $0.condition, fallback) }
        case .loop(_, let sequence, _): return first(of: sequence, fallback)
        case .whileLoop(let condition, _): return first(of: condition, fallback)
        case .define(let definition): return definition.position
        case .giveBack(let value): return value.map { first(of: $0, fallback) } ?? fallback
        case .breakLoop, .continueLoop: return nil
        case .load: return statement.position
        }
    }

    private static func first(of expression: Expression, _ fallback: Position) -> Position {
        var expression = expression
        while true {
            switch expression.kind {
            case .name(let name):
                return name.binding?.scope == .universal ? fallback : name.position
            case .literal, .dict, .comprehension, .lambda: return fallback
            case .list(let elements), .tuple(let elements):
                guard let first = elements.first else { return fallback }
                expression = first
            case .conditional(let inner, _, _), .index(let inner, _), .slice(let inner, _, _, _),
                .attribute(let inner, _), .call(let inner, _), .unary(_, let inner),
                .binary(_, let inner, _), .and(let inner, _), .or(let inner, _),
                .parenthesized(let inner):
                expression = inner
            }
        }
    }
}
