/// Calling whatever can be called.
extension Interpreter {
    func call(_ function: UnsafeMutablePointer<Value>, _ arguments: Arguments) throws -> Value {
        switch function.pointee {
        case .function(let function): return try call(function, arguments)
        case .builtin(let builtin): return try call(builtin, arguments)
        case .object(let object) where object.isCallable: return try call(object, arguments)
        default:
            throw Failure("invalid call of non-function (\(function.pointee.typeName))")
        }
    }

    func call(_ function: Value, _ arguments: Arguments) throws -> Value {
        var function = function
        return try withUnsafeMutablePointer(to: &function) { try call($0, arguments) }
    }

    private func call(_ function: FunctionValue, _ arguments: Arguments) throws -> Value {
        let code = function.code
        try countStep()
        try push(.code(Unmanaged.passUnretained(code)))
        defer { pop() }
        let window = registers.push(code.registerCount)
        defer { registers.pop(window, code.registerCount) }
        if arguments.positionalCount == code.rowCount && arguments.names.isEmpty {
            // One by one: the runtime's way to copy many asks each what it is.
            for offset in 0..<arguments.positionalCount { window[offset] = arguments.base[offset] }
        } else {
            do { try bind(arguments, to: function, window) } catch { throw describe(error) }
        }
        if code.hasCells {
            for cell in code.cells { window[cell] = .cell(Cell(window[cell])) }
        }
        return try execute(code, function.module, window, captured: function.captured)
    }

    func call(_ builtin: BuiltinFunction, _ arguments: Arguments) throws -> Value {
        try push(.builtin(Unmanaged.passUnretained(builtin)))
        defer { pop() }
        do {
            let result = try builtin.body(self, builtin, arguments)
            try charge(for: result)
            return result
        } catch { throw describe(error) }
    }

    private func call(_ object: HostObject, _ arguments: Arguments) throws -> Value {
        try push(.host(Unmanaged.passUnretained(object)))
        defer { pop() }
        do { return try object.call(self, arguments) } catch { throw describe(error) }
    }

    // MARK: Methods

    /// Puts a method and the value it belongs to into two registers; anything else that is found
    /// under the name goes into the first, and nothing into the second.
    @inline(never)
    func prepareMethod(
        _ target: UnsafeMutablePointer<Value>, _ object: UnsafeMutablePointer<Value>, _ name: Value
    ) throws {
        guard case .string(let text) = name else { return }
        if let method = Universe.method(text, of: object.pointee) {
            target[1] = object.pointee
            target[0] = .builtin(method)
        } else {
            target[0] = try Operators.attribute(object.pointee, name)
            target[1] = .unset
        }
    }

    @inline(never)
    func callMethod(_ base: UnsafeMutablePointer<Value>, _ count: Int) throws -> Value {
        let arguments = Arguments(base: base + 2, positionalCount: count)
        guard case .builtin(let builtin) = base[0], let method = builtin.method, !base[1].isUnset
        else { return try call(base, arguments) }
        try push(.builtin(Unmanaged.passUnretained(builtin)))
        defer { pop() }
        do {
            let result = try method(self, base[1], arguments)
            try charge(for: result)
            return result
        } catch { throw describe(error) }
    }

    // MARK: Calls with names and stars

    @inline(never)
    func callComplex(_ base: UnsafeMutablePointer<Value>, _ site: CallSite) throws -> Value {
        let plain = site.positionalCount + site.names.count
        if !site.hasList && !site.hasKeywords {
            return try call(
                base,
                Arguments(
                    base: base + 1, positionalCount: site.positionalCount, names: site.names))
        }
        let keywords = site.hasKeywords ? base[1 + plain + (site.hasList ? 1 : 0)] : nil
        let pairs = try keywords.map(Self.keywordArguments) ?? []
        let list = try site.hasList ? Self.listArguments(base[1 + plain]) : []
        let positional = (0..<site.positionalCount).map { base[1 + $0] } + list
        let named = (site.positionalCount..<plain).map { base[1 + $0] } + pairs.map(\.value)
        return try call(base, positional, site.names + pairs.map(\.name), named)
    }

    private func call(
        _ function: UnsafeMutablePointer<Value>, _ positional: [Value], _ names: [ByteString],
        _ named: [Value]
    ) throws -> Value {
        let values = positional + named
        let window = registers.push(values.count)
        defer { registers.pop(window, values.count) }
        for (offset, value) in values.enumerated() { window[offset] = value }
        return try call(
            function, Arguments(base: window, positionalCount: positional.count, names: names))
    }

    private static func keywordArguments(
        _ value: Value
    ) throws -> [(name: ByteString, value: Value)] {
        guard let entries = value.entries() else {
            throw Failure("argument after ** must be a mapping, not \(value.typeName)")
        }
        return try entries.map { entry in
            guard case .string(let name) = entry.key else {
                throw Failure("keywords must be strings, not \(entry.key.typeName)")
            }
            return (name, entry.value)
        }
    }

    private static func listArguments(_ value: Value) throws -> [Value] {
        guard let elements = value.elements() else {
            throw Failure("argument after * must be iterable, not \(value.typeName)")
        }
        return elements
    }
}

extension Value {
    /// Keys with their values; nil for what is no mapping, or none that can be enumerated.
    package func entries() -> [(key: Value, value: Value)]? {
        switch self {
        case .dict(let dict): dict.table.entries()
        case .object(let object): object.entries()
        default: nil
        }
    }
}
