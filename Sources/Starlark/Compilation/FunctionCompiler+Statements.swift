/// Statements.
extension FunctionCompiler {
    /// True when nothing after the statements can be reached.
    @discardableResult
    func compile(_ statements: [Statement]) -> Bool {
        var ends = false
        for statement in statements {
            // Even what cannot be reached is compiled: it still has to be right.
            if releasing({ compile(statement) }) { ends = true }
        }
        return ends
    }

    private func compile(_ statement: Statement) -> Bool {
        switch statement.kind {
        case .expression(let expression):
            if case .literal = expression.kind { return false }
            _ = operand(expression)
        case .assign(let target, let operation, let value):
            if let operation {
                augment(target, operation, value, at: statement.position)
            } else {
                assign(value, to: target, at: statement.position)
            }
        case .conditional(let branches, let otherwise):
            return compileConditional(branches, otherwise)
        case .loop(let variables, let sequence, let body):
            compileLoop(variables, sequence, at: statement.position, isStatement: true) {
                compile(body)
            }
        case .whileLoop(let condition, let body): compileWhile(condition, body)
        case .define(let definition): define(definition)
        case .giveBack(let value):
            let result = value.map { operand($0) } ?? parts.constant(.none)
            emit(Instruction(operation: .giveBack, b: result), at: .none)
            return true
        case .breakLoop:
            emitBreak()
            return true
        case .continueLoop:
            emitContinue()
            return true
        case .load(let load): compile(load, at: statement.position)
        }
        return false
    }

    private func define(_ definition: FunctionDefinition) {
        store(to: definition.name, at: .none) { self.makeFunction(definition, into: $0) }
    }

    private func compileConditional(
        _ branches: [Statement.Branch], _ otherwise: [Statement]
    ) -> Bool {
        var exits: [Int] = []
        /// What is assigned after the statement: only what every way through it assigns.
        var after: Set<Int32>?
        func join(_ ends: Bool) {
            if !ends { after = after.map { $0.intersection(assigned) } ?? assigned }
        }
        for branch in branches {
            let skips = releasing { jumpUnless(branch.condition) }
            let before = assigned
            join(compile(branch.body))
            assigned = before
            exits.append(emit(Instruction(operation: .jump), at: .none))
            land(skips)
        }
        join(compile(otherwise))
        land(exits)
        guard let after else { return true }
        assigned = after
        return false
    }

    private func compileWhile(_ condition: Expression, _ body: [Statement]) {
        let before = assigned
        let start = here
        beginLoop(at: start)
        let skips = releasing { jumpUnless(condition) }
        compile(body)
        emit(Instruction(operation: .jump, a: start), at: .none)
        land(skips)
        land(endLoop())
        assigned = before
    }

    /// A `for` statement, or a `for` clause, which no `break` can leave.
    func compileLoop(
        _ variables: Expression, _ sequence: Expression, at position: Position,
        isStatement: Bool, _ body: () -> Void
    ) {
        let before = assigned
        withLoopSlot { slot in
            releasing {
                let sequence = operand(sequence)
                emit(Instruction(operation: .iterate, a: slot, b: sequence), at: position)
            }
            let start = here
            if isStatement { beginLoop(at: start) }
            let advance = releasing { bindLoopVariables(variables, slot, at: position) }
            body()
            emit(Instruction(operation: .jump, a: start), at: .none)
            land(advance)
            if isStatement { land(endLoop()) }
            emit(Instruction(operation: .finish, a: slot), at: .none)
        }
        assigned = before
    }

    /// Returns the jump that is taken when there is nothing left.
    private func bindLoopVariables(
        _ variables: Expression, _ slot: Int32, at position: Position
    ) -> Int {
        if case .name(let name) = variables.bare.kind, let binding = name.binding,
            let register = directRegister(of: binding)
        {
            let advance = emit(Instruction(operation: .next, a: register, b: slot), at: position)
            assigned.insert(register)
            return advance
        }
        let element = temporary()
        let advance = emit(Instruction(operation: .next, a: element, b: slot), at: position)
        assign(operand: element, to: variables, at: position)
        return advance
    }

    private func compile(_ load: LoadStatement, at position: Position) {
        let names = load.bindings.map(\.exported)
        let first = temporaries(names.count)
        parts.loadSites.append(LoadSite(module: load.module, names: names))
        let site = Int32(parts.loadSites.count - 1)
        emit(Instruction(operation: .load, a: first, c: site), at: position)
        // The last one first, as with `load` of one name twice.
        for (offset, binding) in load.bindings.enumerated().reversed() {
            store(operand: first + Int32(offset), to: binding.local, at: position)
        }
    }
}
