/// Storing values in variables, entries and fields.
extension FunctionCompiler {
    /// The register that holds a variable's value itself; nil where a cell or a module does.
    func directRegister(of binding: Binding) -> Int32? {
        switch binding.scope {
        case .local: register(of: binding)
        case .global where isTopLevel: register(of: binding)
        default: nil
        }
    }

    func assign(_ value: Expression, to target: Expression, at position: Position) {
        if case .name(let name) = target.bare.kind {
            store(to: name, at: position) { self.emit(value, into: $0) }
        } else {
            assign(operand: operand(value), to: target, at: position)
        }
    }

    /// Lets `make` put a value into a register, and that into a variable.
    func store(to name: NameUse, at position: Position, _ make: (Int32) -> Void) {
        if let binding = name.binding, let register = directRegister(of: binding) {
            make(register)
            assigned.insert(register)
        } else {
            let register = temporary()
            make(register)
            store(operand: register, to: name, at: position)
        }
    }

    func store(operand: Int32, to name: NameUse, at position: Position) {
        guard let binding = name.binding else { return }
        let register = register(of: binding)
        if directRegister(of: binding) != nil {
            if operand != register {
                emit(Instruction(operation: .move, a: register, b: operand), at: position)
            }
            assigned.insert(register)
        } else if binding.scope == .global {
            emit(
                Instruction(operation: .setGlobal, a: Int32(binding.index), b: operand),
                at: position)
        } else {
            emit(Instruction(operation: .setCell, a: register, b: operand), at: position)
        }
    }

    func assign(operand: Int32, to target: Expression, at position: Position) {
        switch target.kind {
        case .name(let name): store(operand: operand, to: name, at: position)
        case .parenthesized(let inner): assign(operand: operand, to: inner, at: position)
        case .tuple(let targets), .list(let targets):
            releasing { unpack(operand, to: targets, at: position) }
        case .index(let container, let key):
            releasing {
                let container = self.operand(container)
                let key = self.operand(key)
                emit(
                    Instruction(operation: .setIndex, a: container, b: key, c: operand),
                    at: target.position)
            }
        case .attribute(let object, let name):
            releasing {
                let object = self.operand(object)
                let name = parts.constant(.string(name))
                emit(
                    Instruction(operation: .setAttribute, a: object, b: name, c: operand),
                    at: target.position)
            }
        default: break  // The resolver refused it.
        }
    }

    private func unpack(_ operand: Int32, to targets: [Expression], at position: Position) {
        let first = temporaries(targets.count)
        emit(
            Instruction(operation: .unpack, a: first, b: operand, c: Int32(targets.count)),
            at: position)
        for (offset, target) in targets.enumerated() {
            assign(operand: first + Int32(offset), to: target, at: position)
        }
    }

    /// `target op= value`: what `target` stands for is worked out once, and first.
    func augment(
        _ target: Expression, _ operation: BinaryOperator, _ value: Expression,
        at position: Position
    ) {
        switch target.bare.kind {
        case .name(let name):
            let old = operand(target.bare)
            let value = operand(value)
            store(to: name, at: position) {
                self.emitAugmented(operation, $0, old, value, at: position)
            }
        case .index(let container, let key):
            let container = operand(container)
            let key = operand(key)
            let place = target.bare.position
            let old = temporary()
            emit(Instruction(operation: .getIndex, a: old, b: container, c: key), at: place)
            emitAugmented(operation, old, old, operand(value), at: position)
            emit(Instruction(operation: .setIndex, a: container, b: key, c: old), at: place)
        case .attribute(let object, let name):
            let object = operand(object)
            let name = parts.constant(.string(name))
            let place = target.bare.position
            let old = temporary()
            emit(Instruction(operation: .getAttribute, a: old, b: object, c: name), at: place)
            emitAugmented(operation, old, old, operand(value), at: position)
            emit(Instruction(operation: .setAttribute, a: object, b: name, c: old), at: place)
        default: break  // The resolver refused it.
        }
    }

    private func emitAugmented(
        _ operation: BinaryOperator, _ result: Int32, _ old: Int32, _ value: Int32,
        at position: Position
    ) {
        if operation == .plus {
            emit(Instruction(operation: .addInPlace, a: result, b: old, c: value), at: position)
        } else {
            emitBinary(operation, into: result, old, value, at: position)
        }
    }
}
