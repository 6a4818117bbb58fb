/// Giving each parameter its argument.
extension Interpreter {
    func bind(
        _ arguments: Arguments, to function: FunctionValue, _ locals: UnsafeMutablePointer<Value>
    ) throws {
        let shape = function.code.shape
        if shape.totalCount == 0 {
            let given = arguments.positionalCount + arguments.names.count
            if given > 0 {
                throw Failure("function \(function.name) accepts no arguments (\(given) given)")
            }
            return
        }
        let bound = try bindPositional(arguments, to: function, locals)
        try bindNamed(arguments, to: function, locals)
        if bound < shape.plainCount || shape.namedOnlyCount > 0 {
            try bindFallbacks(function, locals, from: bound)
        }
    }

    /// Returns how many parameters got a value.
    private func bindPositional(
        _ arguments: Arguments, to function: FunctionValue, _ locals: UnsafeMutablePointer<Value>
    ) throws -> Int {
        let shape = function.code.shape
        let bound = min(arguments.positionalCount, shape.positionalCount)
        if arguments.positionalCount > shape.positionalCount && !shape.takesList {
            let most = function.fallbacks.count > shape.namedOnlyCount ? "at most " : ""
            let ending = shape.positionalCount == 1 ? "" : "s"
            throw Failure(
                "function \(function.name) accepts \(most)\(shape.positionalCount) positional "
                    + "argument\(ending) (\(arguments.positionalCount) given)")
        }
        locals.update(from: arguments.base, count: bound)
        if shape.takesList {
            let rest = (bound..<arguments.positionalCount).map { arguments.base[$0] }
            locals[shape.plainCount] = .tuple(TupleValue(rest))
        }
        return bound
    }

    private func bindNamed(
        _ arguments: Arguments, to function: FunctionValue, _ locals: UnsafeMutablePointer<Value>
    ) throws {
        let shape = function.code.shape
        let others = DictValue()
        for (offset, name) in arguments.names.enumerated() {
            let value = arguments.base[arguments.positionalCount + offset]
            if let place = shape.names.prefix(shape.plainCount).firstIndex(of: name) {
                if !locals[place].isUnset { throw twice(name, function) }
                locals[place] = value
            } else if shape.takesKeywords {
                if try !others.insert(.string(name), value) { throw twice(name, function) }
            } else {
                throw Failure(
                    "function \(function.name) got an unexpected keyword argument "
                        + Printer.quoted(name))
            }
        }
        if shape.takesKeywords { locals[shape.totalCount - 1] = .dict(others) }
    }

    private func twice(_ name: ByteString, _ function: FunctionValue) -> Failure {
        Failure(
            "function \(function.name) got multiple values for parameter \(Printer.quoted(name))")
    }

    private func bindFallbacks(
        _ function: FunctionValue, _ locals: UnsafeMutablePointer<Value>, from first: Int
    ) throws {
        let shape = function.code.shape
        let firstOptional = shape.plainCount - function.fallbacks.count
        var missing: [String] = []
        for place in min(first, shape.plainCount)..<shape.plainCount where locals[place].isUnset {
            let fallback =
                place < firstOptional ? .unset : function.fallbacks[place - firstOptional]
            if fallback.isUnset {
                missing.append(shape.names[place].text)
            } else {
                locals[place] = fallback
            }
        }
        if missing.isEmpty { return }
        throw Failure(
            "function \(function.name) missing \(missing.count) argument"
                + "\(missing.count > 1 ? "s" : "") (\(missing.joined(separator: ", ")))")
    }
}
