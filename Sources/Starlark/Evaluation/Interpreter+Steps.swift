/// The instructions that are too rare or too large for the loop that performs them.
extension Interpreter {
    @inline(never)
    func refuseUnset(_ register: Int32, _ code: FunctionCode, _ module: ModuleInstance) throws
        -> Never
    {
        let globals = code.isTopLevel ? module.program.globalNames.count : 0
        if Int(register) < globals { try refuseGlobal(register, module) }
        let name = code.localNames[Int(register) - globals]
        throw Failure("local variable \(name) referenced before assignment")
    }

    @inline(never)
    func refuseGlobal(_ index: Int32, _ module: ModuleInstance) throws -> Never {
        let name = module.program.globalNames[Int(index)]
        throw Failure("global variable \(name) referenced before assignment")
    }

    @inline(never)
    func refusePredeclared(_ index: Int32, _ module: ModuleInstance) throws -> Never {
        let name = module.program.predeclaredNames[Int(index)]
        throw Failure("internal error: predeclared variable \(name) is uninitialized")
    }

    @inline(never)
    func refuseFree(_ code: FunctionCode, _ index: Int) throws -> Never {
        let name = code.capturedNames[index]
        throw Failure("local variable \(name) referenced before assignment")
    }

    @inline(never)
    func binary(
        _ operation: BinaryOperator, _ x: UnsafeMutablePointer<Value>,
        _ y: UnsafeMutablePointer<Value>
    ) throws -> Value {
        if operation == .times && memory.isLimited { try chargeRepetition(x.pointee, y.pointee) }
        let result = try Operators.binary(operation, x.pointee, y.pointee)
        try charge(for: result)
        return result
    }

    /// Counts what a repetition will take, because it may be too much to be tried.
    private func chargeRepetition(_ x: Value, _ y: Value) throws {
        guard let length = x.length ?? y.length else { return }
        guard case .int(let times) = x.length == nil ? x : y, times > 0 else { return }
        let (total, overflow) = length.multipliedReportingOverflow(by: times)
        if overflow || total > 1 << 40 { return }  // Refused anyway.
        let isText = x.text != nil || y.text != nil
        try memory.charge(isText ? total : total * 16)
    }

    /// Counts what a new value takes, roughly.
    func charge(for value: Value) throws {
        switch value {
        case .string(let string): try memory.charge(string.count + 48)
        case .list(let list): try memory.charge(list.storage.count * 16 + 96)
        case .tuple(let tuple): try memory.charge(tuple.count * 16 + 64)
        default: break
        }
    }

    @inline(never)
    func addInPlace(
        _ x: UnsafeMutablePointer<Value>, _ y: UnsafeMutablePointer<Value>
    ) throws -> Value {
        guard case .list(let list) = x.pointee, y.pointee.isIterable else {
            return try binary(.plus, x, y)
        }
        try list.checkMutable("apply += to")
        let before = list.storage.count
        try list.extend(with: y.pointee)
        try memory.charge((list.storage.count - before) * 16)
        return x.pointee
    }

    @inline(never)
    func makeList(_ base: UnsafeMutablePointer<Value>, _ count: Int) throws -> Value {
        try memory.charge(count * 16 + 96)
        return .list(ListValue(Array(UnsafeBufferPointer(start: base, count: count))))
    }

    @inline(never)
    func makeTuple(_ base: UnsafeMutablePointer<Value>, _ count: Int) throws -> Value {
        try memory.charge(count * 16 + 64)
        return .tuple(TupleValue(Array(UnsafeBufferPointer(start: base, count: count))))
    }

    @inline(never)
    func setEntry(_ dict: Value, _ key: Value, _ value: Value, unique: Bool) throws {
        guard case .dict(let dict) = dict else { return }
        if unique, try dict.find(key) != nil {
            throw Failure("duplicate key: \(key.representation)")
        }
        try memory.charge(48)
        try dict.insert(key, value)
    }

    @inline(never)
    func append(_ value: Value, to list: Value) throws {
        guard case .list(let list) = list else { return }
        try memory.charge(16)
        list.storage.append(value)
    }

    @inline(never)
    func unpack(_ value: Value, _ targets: UnsafeMutablePointer<Value>, _ count: Int) throws {
        guard let elements = value.elements() else {
            throw Failure("got \(value.typeName) in sequence assignment")
        }
        if elements.count > count {
            let length = value.length ?? -1
            throw Failure("too many values to unpack (got \(length), want \(count))")
        }
        if elements.count < count {
            throw Failure("too few values to unpack (got \(elements.count), want \(count))")
        }
        for (offset, element) in elements.enumerated() { targets[offset] = element }
    }

    @inline(never)
    func makeFunction(
        _ code: FunctionCode, _ module: ModuleInstance, _ base: UnsafeMutablePointer<Value>
    ) -> Value {
        var fallbacks: [Value] = []
        for offset in 0..<code.fallbackCount { fallbacks.append(base[offset]) }
        var captured: [Cell] = []
        for offset in 0..<code.capturedCount {
            if case .cell(let cell) = base[code.fallbackCount + offset] { captured.append(cell) }
        }
        return .function(
            FunctionValue(code: code, module: module, fallbacks: fallbacks, captured: captured))
    }

    @inline(never)
    func load(_ site: LoadSite, into targets: UnsafeMutablePointer<Value>) throws {
        let exports = try load(site.module)
        for (offset, name) in site.names.enumerated() {
            guard let value = exports[name] else {
                let hint = Spelling.nearest(to: name, among: exports.keys.sorted())
                throw Failure(
                    "load: name \(name) not found in module \(site.module.text)"
                        + (hint.map { " (did you mean \($0)?)" } ?? ""))
            }
            targets[offset] = value
        }
    }
}
