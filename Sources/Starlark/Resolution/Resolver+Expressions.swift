/// Expressions.
extension Resolver {
    func resolve(_ expression: Expression) {
        switch expression.kind {
        case .name(let name): use(name)
        case .literal: break
        case .list(let elements), .tuple(let elements): for element in elements { resolve(element) }
        case .dict(let entries): for entry in entries { resolve(entry) }
        case .comprehension(let comprehension): resolve(comprehension)
        case .conditional(let condition, let then, let otherwise):
            resolve(condition)
            resolve(then)
            resolve(otherwise)
        case .index(let first, let second), .binary(_, let first, let second),
            .and(let first, let second), .or(let first, let second):
            resolve(first)
            resolve(second)
        case .slice(let container, let from, let to, let step):
            resolve(container)
            for bound in [from, to, step] { bound.map(resolve) }
        case .attribute(let inner, _), .unary(_, let inner), .parenthesized(let inner):
            resolve(inner)
        case .call(let function, let arguments):
            resolve(function)
            resolveArguments(arguments, of: expression)
        case .lambda(let definition): resolve(definition)
        }
    }

    private func resolve(_ entry: Expression.DictEntry) {
        resolve(entry.key)
        resolve(entry.value)
    }

    /// The first sequence belongs to the surroundings: think of `[x for x in x]`.
    private func resolve(_ comprehension: Comprehension) {
        guard case .loop(let variables, let sequence, _)? = comprehension.clauses.first else {
            return
        }
        resolve(sequence)
        withinComprehension {
            assign(variables, isAugmented: false)
            for clause in comprehension.clauses.dropFirst() { resolve(clause) }
            switch comprehension.body {
            case .element(let element): resolve(element)
            case .entry(let entry): resolve(entry)
            }
        }
    }

    private func resolve(_ clause: Comprehension.Clause) {
        switch clause {
        case .condition(let condition): resolve(condition)
        case .loop(let variables, let sequence, _):
            assign(variables, isAugmented: false)
            resolve(sequence)
        }
    }
}
