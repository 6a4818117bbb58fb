/// Calls, and the making of functions.
extension FunctionCompiler {
    func emitCall(
        _ function: Expression, _ arguments: [Expression.Argument], into result: Int32,
        at position: Position
    ) {
        var positional: [Expression] = []
        for case .positional(let value) in arguments { positional.append(value) }
        let isPlain = positional.count == arguments.count
        releasing {
            if isPlain, case .attribute(let object, let name) = function.bare.kind {
                emitMethodCall(
                    object, name, positional, into: result, at: position, function.bare.position)
            } else if isPlain {
                let base = temporaries(positional.count + 1)
                releasing { emit(function, into: base) }
                emitArguments(positional, from: base + 1)
                let count = Int32(positional.count)
                emit(Instruction(operation: .call, a: result, b: base, c: count), at: position)
            } else {
                emitComplexCall(function, arguments, positional, into: result, at: position)
            }
        }
    }

    private func emitArguments(_ arguments: [Expression], from first: Int32) {
        for (offset, argument) in arguments.enumerated() {
            releasing { emit(argument, into: first + Int32(offset)) }
        }
    }

    /// A method is looked up before its arguments are worked out, but not made into a value.
    private func emitMethodCall(
        _ object: Expression, _ name: ByteString, _ arguments: [Expression], into result: Int32,
        at position: Position, _ dot: Position
    ) {
        let base = temporaries(arguments.count + 2)
        let name = parts.constant(.string(name))
        releasing {
            let object = operand(object)
            emit(Instruction(operation: .prepareMethod, a: base, b: object, c: name), at: dot)
        }
        emitArguments(arguments, from: base + 2)
        let count = Int32(arguments.count)
        emit(Instruction(operation: .callMethod, a: result, b: base, c: count), at: position)
    }

    private func emitComplexCall(
        _ function: Expression, _ arguments: [Expression.Argument], _ positional: [Expression],
        into result: Int32, at position: Position
    ) {
        var names: [ByteString] = []
        var values = positional
        var (list, keywords): (Expression?, Expression?)
        for argument in arguments {
            switch argument {
            case .positional: break
            case .named(let name, let value):
                names.append(name.symbol)
                values.append(value)
            case .list(let value, _): list = value
            case .keywords(let value, _): keywords = value
            }
        }
        values += [list, keywords].compactMap { $0 }
        let base = temporaries(values.count + 1)
        releasing { emit(function, into: base) }
        emitArguments(values, from: base + 1)
        parts.callSites.append(
            CallSite(
                positionalCount: positional.count, names: names, hasList: list != nil,
                hasKeywords: keywords != nil))
        let site = Int32(parts.callSites.count - 1)
        emit(Instruction(operation: .callComplex, a: result, b: base, c: site), at: position)
    }

    func makeFunction(_ definition: FunctionDefinition, into result: Int32) {
        releasing {
            let fallbacks = Self.fallbacks(of: definition)
            let captured = definition.scope.captured
            let base = temporaries(fallbacks.count + captured.count)
            for (offset, fallback) in fallbacks.enumerated() {
                let place = base + Int32(offset)
                releasing {
                    if let fallback {
                        emit(fallback, into: place)
                    } else {
                        emitMove(parts.constant(.unset), into: place)
                    }
                }
            }
            for (offset, binding) in captured.enumerated() {
                emitCapture(binding, into: base + Int32(fallbacks.count + offset))
            }
            let code = FunctionCompiler(parts, definition).compileFunction(definition)
            parts.functions.append(code)
            let index = Int32(parts.functions.count - 1)
            emit(
                Instruction(operation: .makeFunction, a: result, b: base, c: index),
                at: definition.position)
        }
    }

    /// One for each parameter from the first optional one on; nil where one must be given.
    static func fallbacks(of definition: FunctionDefinition) -> [Expression?] {
        var fallbacks: [Expression?] = []
        var isAfterStar = false
        for parameter in definition.parameters {
            switch parameter {
            case .optional(_, _, let fallback): fallbacks.append(fallback)
            case .list, .keywords: isAfterStar = true
            case .required: if isAfterStar { fallbacks.append(nil) }
            }
        }
        return fallbacks
    }

    /// The cell itself, not what it holds.
    private func emitCapture(_ binding: Binding, into result: Int32) {
        if binding.scope == .free {
            let index = Int32(binding.index)
            emit(Instruction(operation: .getFree, extra: 1, a: result, b: index), at: .none)
        } else {
            emitMove(register(of: binding), into: result)
        }
    }
}
