import Starlark

/// Gives every function that contains nodes a context of its own to build them in.
///
/// Such a function starts a context first, and whatever way it ends it ends the context too: a
/// `return` without a value, or the end of the function, gives the nodes that were built.
struct ContextInsertion {
    let instructions: Instructions
    private var kind: Value = .string(ContextKind.yaml.rawValue)

    init(instructions: Instructions) { self.instructions = instructions }

    func apply(to tree: SyntaxTree) {
        var insertion = self
        _ = insertion.visit(tree.statements)
    }

    /// - Returns: whether nodes are built here, functions inside not counted.
    private mutating func visit(_ statements: [Statement]) -> Bool {
        var buildsNodes = false
        for statement in statements where visit(statement) { buildsNodes = true }
        return buildsNodes
    }

    private mutating func visit(_ statement: Statement) -> Bool {
        switch statement.kind {
        case .expression(let expression): return visit(expression)
        case .conditional(let branches, let otherwise):
            var buildsNodes = false
            for branch in branches where visit(branch.body) { buildsNodes = true }
            return visit(otherwise) || buildsNodes
        case .loop(_, _, let body), .whileLoop(_, let body): return visit(body)
        case .define(let function):
            if visit(function.body) { wrap(function) }
            return false
        case .assign, .giveBack, .breakLoop, .continueLoop, .load: return false
        }
    }

    private mutating func visit(_ expression: Expression) -> Bool {
        guard case .call(let function, let arguments) = expression.kind,
            case .name(let use) = function.kind
        else { return false }
        if use.name == instructions.setContextType,
            case .positional(let argument)? = arguments.first,
            case .literal(let literal) = argument.kind
        {
            kind = literal
        }
        return use.name == instructions.startNode || use.name == instructions.setNode
    }

    private func wrap(_ function: FunctionDefinition) {
        endContext(in: function.body)
        let start = Expression.call(
            instructions.startContext, [Expression(.literal(kind), at: .none)])
        let end = Expression.call(instructions.endContext, [])
        function.body.insert(Statement(.expression(start), at: .none), at: 0)
        function.body.append(Statement(.giveBack(end), at: .none))
    }

    private func endContext(in statements: [Statement]) {
        for statement in statements {
            switch statement.kind {
            case .giveBack(let result):
                let end = Expression.call(instructions.endContext, result.map { [$0] } ?? [])
                statement.kind = .giveBack(end)
            case .conditional(let branches, let otherwise):
                for branch in branches { endContext(in: branch.body) }
                endContext(in: otherwise)
            case .loop(_, _, let body), .whileLoop(_, let body): endContext(in: body)
            case .expression, .assign, .define, .breakLoop, .continueLoop, .load: break
            }
        }
    }
}
