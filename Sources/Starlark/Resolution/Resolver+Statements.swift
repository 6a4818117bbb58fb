/// Statements and the targets of assignments.
extension Resolver {
    func resolve(_ statements: [Statement]) {
        for statement in statements { resolve(statement) }
    }

    private func resolve(_ statement: Statement) {
        switch statement.kind {
        case .expression(let expression): resolve(expression)
        case .assign(let target, let operation, let value):
            resolve(value)
            assign(target, isAugmented: operation != nil)
        case .conditional(let branches, let otherwise):
            for branch in branches {
                resolve(branch.condition)
                resolve(branch.body)
            }
            resolve(otherwise)
        case .loop(let variables, let sequence, let body):
            resolve(sequence)
            assign(variables, isAugmented: false)
            withinLoop { resolve(body) }
        case .whileLoop(let condition, let body):
            resolve(condition)
            withinLoop { resolve(body) }
        case .define(let definition):
            bind(definition.name)
            resolve(definition)
        case .giveBack(let value): resolveReturn(value, statement)
        case .breakLoop: requireLoop("break", statement)
        case .continueLoop: requireLoop("continue", statement)
        case .load(let load): resolve(load, statement)
        }
    }

    private func requireLoop(_ word: String, _ statement: Statement) {
        if !isInLoop { report("\(word) not in a loop", at: statement.position) }
    }

    private func resolveReturn(_ value: Expression?, _ statement: Statement) {
        if !isInFunction {
            report("return statement not within a function", at: statement.position)
        }
        if let value { resolve(value) }
    }

    private func resolve(_ load: LoadStatement, _ statement: Statement) {
        if isInFunction { report("load statement within a function", at: statement.position) }
        for binding in load.bindings {
            if binding.exported.isEmpty {
                report("load: empty identifier", at: binding.position)
                continue
            }
            if binding.exported.hasPrefix("_") {
                report(
                    "load: names with leading underscores are not exported: \(binding.exported)",
                    at: binding.position)
            }
            bindLocal(binding.local)
        }
    }

    func assign(_ target: Expression, isAugmented: Bool) {
        switch target.kind {
        case .name(let name): bind(name)
        case .index(let container, let key):
            resolve(container)
            resolve(key)
        case .attribute(let object, _): resolve(object)
        case .tuple(let elements):
            assign(elements, of: target, "tuple", empty: "()", isAugmented)
        case .list(let elements): assign(elements, of: target, "list", empty: "[]", isAugmented)
        case .parenthesized(let inner): assign(inner, isAugmented: isAugmented)
        default: report("can't assign to \(target.kindName)", at: target.start)
        }
    }

    private func assign(
        _ elements: [Expression], of target: Expression, _ word: String, empty: String,
        _ isAugmented: Bool
    ) {
        if elements.isEmpty { report("can't assign to \(empty)", at: target.start) }
        if isAugmented {
            report("can't use \(word) expression in augmented assignment", at: target.start)
        }
        for element in elements { assign(element, isAugmented: isAugmented) }
    }
}
