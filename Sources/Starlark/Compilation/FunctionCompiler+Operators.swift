/// Operators and conditions.
extension FunctionCompiler {
    private static func fast(_ operation: BinaryOperator) -> Instruction.Operation? {
        switch operation {
        case .plus: .add
        case .minus: .subtract
        case .times: .multiply
        case .floorDivide: .floorDivide
        case .modulo: .modulo
        default: nil
        }
    }

    func emitBinary(
        _ operation: BinaryOperator, into result: Int32, _ first: Int32, _ second: Int32,
        at position: Position
    ) {
        var step: Instruction.Operation = Self.fast(operation) ?? .binary
        var extra = operation.rawValue
        if operation.isComparison {
            step = .compare
        } else if operation == .contained || operation == .notContained {
            step = .contained
            extra = operation == .notContained ? 1 : 0
        }
        emit(
            Instruction(operation: step, extra: extra, a: result, b: first, c: second),
            at: position)
    }

    /// A binary expression whose left operand may be another, and so on: one loop, no recursion.
    func emitChain(_ expression: Expression, _ operation: BinaryOperator, into result: Int32) {
        var chain: [(BinaryOperator, Expression, Position)] = []
        var left = expression
        while case .binary(let operation, let first, let second) = left.kind {
            chain.append((operation, second, left.position))
            left = first.bare
        }
        releasing {
            var first = operand(left)
            for (position, (operation, right, place)) in chain.reversed().enumerated() {
                let isLast = position == chain.count - 1
                let target = isLast ? result : temporary()
                releasing {
                    let second = operand(right)
                    emitBinary(operation, into: target, first, second, at: place)
                }
                first = target
            }
        }
    }

    func emitShortcut(
        _ jump: Instruction.Operation, _ first: Expression, _ second: Expression,
        into result: Int32
    ) {
        releasing {
            // A variable must keep its old value until the whole expression is known.
            let place = temporary()
            emit(first, into: place)
            let skip = emit(Instruction(operation: jump, b: place), at: .none)
            emit(second, into: place)
            land(skip)
            emitMove(place, into: result)
        }
    }

    func emitConditional(
        _ condition: Expression, _ then: Expression, _ otherwise: Expression, into result: Int32
    ) {
        let skips = releasing { jumpUnless(condition) }
        releasing { emit(then, into: result) }
        let exit = emit(Instruction(operation: .jump), at: .none)
        land(skips)
        releasing { emit(otherwise, into: result) }
        land(exit)
    }

    /// Goes on only if the condition is true; returns the jumps taken otherwise.
    func jumpUnless(_ condition: Expression) -> [Int] { jumps(condition, when: false) }

    /// Jumps taken when the condition turns out as `outcome`; otherwise the next step follows.
    private func jumps(_ condition: Expression, when outcome: Bool) -> [Int] {
        switch condition.kind {
        case .parenthesized(let inner): return jumps(inner, when: outcome)
        case .unary(.not, let inner): return jumps(inner, when: !outcome)
        case .and(let first, let second):
            return bothJumps(first, second, when: outcome, decidedBy: false)
        case .or(let first, let second):
            return bothJumps(first, second, when: outcome, decidedBy: true)
        case .binary(let operation, let first, let second) where operation.isComparison:
            return releasing {
                let (first, second) = (operand(first), operand(second))
                let step: Instruction.Operation = outcome ? .jumpIfCompared : .jumpUnlessCompared
                return [
                    emit(
                        Instruction(
                            operation: step, extra: operation.rawValue, b: first, c: second),
                        at: condition.position)
                ]
            }
        default:
            return releasing {
                let value = operand(condition)
                let step: Instruction.Operation = outcome ? .jumpIf : .jumpUnless
                return [emit(Instruction(operation: step, b: value), at: .none)]
            }
        }
    }

    /// `and` and `or`: the first operand alone decides when it is `decisive`.
    private func bothJumps(
        _ first: Expression, _ second: Expression, when outcome: Bool, decidedBy decisive: Bool
    ) -> [Int] {
        if outcome == decisive {
            return jumps(first, when: outcome) + jumps(second, when: outcome)
        }
        let past = jumps(first, when: decisive)
        let taken = jumps(second, when: outcome)
        land(past)
        return taken
    }

    func emitComprehension(_ comprehension: Comprehension, into result: Int32) {
        releasing {
            let collection = temporary()
            var isDict = false
            if case .entry = comprehension.body { isDict = true }
            let step: Instruction.Operation = isDict ? .makeDict : .makeList
            emit(Instruction(operation: step, a: collection), at: .none)
            emitClauses(comprehension, 0, into: collection)
            emitMove(collection, into: result)
        }
    }

    private func emitClauses(_ comprehension: Comprehension, _ index: Int, into result: Int32) {
        guard index < comprehension.clauses.count else {
            releasing { emitBody(comprehension.body, into: result) }
            return
        }
        switch comprehension.clauses[index] {
        case .condition(let condition):
            let skips = releasing { jumpUnless(condition) }
            emitClauses(comprehension, index + 1, into: result)
            land(skips)
        case .loop(let variables, let sequence, let position):
            compileLoop(variables, sequence, at: position, isStatement: false) {
                self.emitClauses(comprehension, index + 1, into: result)
            }
        }
    }

    private func emitBody(_ body: Comprehension.Body, into result: Int32) {
        switch body {
        case .element(let element):
            emit(Instruction(operation: .append, a: result, b: operand(element)), at: .none)
        case .entry(let entry):
            let (key, value) = (operand(entry.key), operand(entry.value))
            emit(
                Instruction(operation: .setEntry, a: result, b: key, c: value), at: entry.colon)
        }
    }
}
