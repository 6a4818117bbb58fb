/// Expressions. `operand` says where a value is found, `emit` puts it where it is wanted.
extension FunctionCompiler {
    /// A register or constant that holds the value; a variable's own register when there is one.
    func operand(_ expression: Expression) -> Int32 {
        switch expression.kind {
        case .parenthesized(let inner): return operand(inner)
        case .literal(let value): return parts.constant(value)
        case .name(let name):
            if let binding = name.binding {
                if binding.scope == .universal { return parts.universal(name.symbol) }
                if let register = directRegister(of: binding) {
                    checkAssigned(register, name)
                    return register
                }
            }
        default: break
        }
        let result = temporary()
        emit(expression, into: result)
        return result
    }

    private func checkAssigned(_ register: Int32, _ name: NameUse) {
        if assigned.contains(register) { return }
        emit(Instruction(operation: .check, a: register), at: name.position)
    }

    func emit(_ expression: Expression, into result: Int32) {
        switch expression.kind {
        case .parenthesized(let inner): emit(inner, into: result)
        case .literal, .name: emitSimple(expression, into: result)
        case .list(let elements): emitRow(elements, .makeList, into: result, expression.position)
        case .tuple(let elements): emitRow(elements, .makeTuple, into: result, expression.position)
        case .dict(let entries): emitDict(entries, into: result)
        case .comprehension(let comprehension): emitComprehension(comprehension, into: result)
        case .conditional(let condition, let then, let otherwise):
            emitConditional(condition, then, otherwise, into: result)
        case .index(let container, let key):
            emitPair(.getIndex, container, key, into: result, at: expression.position)
        case .slice(let container, let from, let to, let step):
            emitSlice([container, from, to, step], into: result, at: expression.position)
        case .attribute(let object, let name):
            releasing {
                let object = operand(object)
                let name = parts.constant(.string(name))
                emit(
                    Instruction(operation: .getAttribute, a: result, b: object, c: name),
                    at: expression.position)
            }
        case .call(let function, let arguments):
            emitCall(function, arguments, into: result, at: expression.position)
        case .unary(let operation, let inner):
            emitUnary(operation, inner, into: result, at: expression.position)
        case .binary(let operation, _, _): emitChain(expression, operation, into: result)
        case .and(let first, let second): emitShortcut(.jumpUnless, first, second, into: result)
        case .or(let first, let second): emitShortcut(.jumpIf, first, second, into: result)
        case .lambda(let definition): makeFunction(definition, into: result)
        }
    }

    private func emitSimple(_ expression: Expression, into result: Int32) {
        guard case .name(let name) = expression.kind, let binding = name.binding else {
            emitMove(operand(expression), into: result)
            return
        }
        let register = register(of: binding)
        switch binding.scope {
        case .cell:
            emit(Instruction(operation: .getCell, a: result, b: register), at: name.position)
        case .free:
            let index = Int32(binding.index)
            emit(Instruction(operation: .getFree, a: result, b: index), at: name.position)
        case .global where !isTopLevel:
            let index = Int32(binding.index)
            emit(Instruction(operation: .getGlobal, a: result, b: index), at: name.position)
        case .predeclared:
            let index = parts.predeclared(name.symbol)
            emit(Instruction(operation: .getPredeclared, a: result, b: index), at: name.position)
        default: emitMove(operand(expression), into: result)
        }
    }

    func emitMove(_ source: Int32, into result: Int32) {
        if source == result { return }
        emit(Instruction(operation: .move, a: result, b: source), at: .none)
    }

    /// Values side by side in temporaries, and the first of those.
    func row(_ elements: [Expression]) -> Int32 {
        let first = temporaries(elements.count)
        for (offset, element) in elements.enumerated() {
            releasing { emit(element, into: first + Int32(offset)) }
        }
        return first
    }

    private func emitRow(
        _ elements: [Expression], _ operation: Instruction.Operation, into result: Int32,
        _ position: Position
    ) {
        releasing {
            let first = row(elements)
            let count = Int32(elements.count)
            emit(Instruction(operation: operation, a: result, b: first, c: count), at: .none)
        }
    }

    private func emitDict(_ entries: [Expression.DictEntry], into result: Int32) {
        releasing {
            // The dictionary under way must not be seen where `result` is a variable.
            let dict = temporary()
            emit(Instruction(operation: .makeDict, a: dict), at: .none)
            for entry in entries {
                releasing {
                    let (key, value) = (operand(entry.key), operand(entry.value))
                    emit(
                        Instruction(operation: .setUniqueEntry, a: dict, b: key, c: value),
                        at: entry.colon)
                }
            }
            emitMove(dict, into: result)
        }
    }

    private func emitPair(
        _ operation: Instruction.Operation, _ first: Expression, _ second: Expression,
        into result: Int32, at position: Position
    ) {
        releasing {
            let (first, second) = (operand(first), operand(second))
            emit(Instruction(operation: operation, a: result, b: first, c: second), at: position)
        }
    }

    private func emitSlice(_ pieces: [Expression?], into result: Int32, at position: Position) {
        releasing {
            let first = temporaries(pieces.count)
            for (offset, piece) in pieces.enumerated() {
                let place = first + Int32(offset)
                releasing {
                    if let piece {
                        emit(piece, into: place)
                    } else {
                        emitMove(parts.constant(.none), into: place)
                    }
                }
            }
            emit(Instruction(operation: .slice, a: result, b: first), at: position)
        }
    }

    private func emitUnary(
        _ operation: UnaryOperator, _ inner: Expression, into result: Int32, at position: Position
    ) {
        releasing {
            let inner = operand(inner)
            let step: Instruction.Operation = operation == .not ? .not : .unary
            emit(
                Instruction(operation: step, extra: operation.rawValue, a: result, b: inner),
                at: position)
        }
    }
}
