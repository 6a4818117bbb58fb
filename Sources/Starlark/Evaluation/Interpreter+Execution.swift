/// The loop that performs instructions. Whatever is rare or large stands elsewhere.
extension Interpreter {
    func execute(
        _ code: FunctionCode, _ module: ModuleInstance,
        _ registers: UnsafeMutablePointer<Value>, captured: [Cell]
    ) throws -> Value {
        let instructions = code.instructions
        let constants = module.program.constants
        var index = 0
        let loops = self.loops.take(code.loopCount)
        var activeLoops = 0
        defer {
            for slot in 0..<activeLoops { loops[slot].finish() }
            self.loops.giveBack(code.loopCount)
        }

        @inline(__always)
        func operand(_ number: Int32) -> UnsafeMutablePointer<Value> {
            number >= 0 ? registers + Int(number) : constants + Int(~number)
        }

        do {
            while true {
                let step = instructions[index]
                index &+= 1
                switch step.operation {
                case .move: registers[Int(step.a)] = operand(step.b).pointee
                case .check:
                    if registers[Int(step.a)].isUnset { try refuseUnset(step.a, code, module) }
                case .getGlobal:
                    let global = module.registers + Int(step.b)
                    if global.pointee.isUnset { try refuseGlobal(step.b, module) }
                    registers[Int(step.a)] = global.pointee
                case .setGlobal: module.registers[Int(step.a)] = operand(step.b).pointee
                case .getCell:
                    guard case .cell(let cell) = registers[Int(step.b)], !cell.value.isUnset else {
                        try refuseUnset(step.b, code, module)
                    }
                    registers[Int(step.a)] = cell.value
                case .setCell:
                    if case .cell(let cell) = registers[Int(step.a)] {
                        cell.value = operand(step.b).pointee
                    }
                case .getFree:
                    let cell = captured[Int(step.b)]
                    if step.extra == 1 {
                        registers[Int(step.a)] = .cell(cell)
                    } else {
                        if cell.value.isUnset { try refuseFree(code, Int(step.b)) }
                        registers[Int(step.a)] = cell.value
                    }
                case .getPredeclared:
                    let value = module.predeclared[Int(step.b)]
                    if value.isUnset { try refusePredeclared(step.b, module) }
                    registers[Int(step.a)] = value

                case .add:
                    let (x, y) = (operand(step.b), operand(step.c))
                    if case .int(let first) = x.pointee, case .int(let second) = y.pointee {
                        let (sum, overflow) = first.addingReportingOverflow(second)
                        if !overflow {
                            registers[Int(step.a)] = .int(sum)
                            continue
                        }
                    }
                    note(Int32(truncatingIfNeeded: index &- 1))
                    registers[Int(step.a)] = try binary(.plus, x, y)
                case .subtract:
                    let (x, y) = (operand(step.b), operand(step.c))
                    if case .int(let first) = x.pointee, case .int(let second) = y.pointee {
                        let (difference, overflow) = first.subtractingReportingOverflow(second)
                        if !overflow {
                            registers[Int(step.a)] = .int(difference)
                            continue
                        }
                    }
                    note(Int32(truncatingIfNeeded: index &- 1))
                    registers[Int(step.a)] = try binary(.minus, x, y)
                case .multiply:
                    let (x, y) = (operand(step.b), operand(step.c))
                    if case .int(let first) = x.pointee, case .int(let second) = y.pointee {
                        let (product, overflow) = first.multipliedReportingOverflow(by: second)
                        if !overflow {
                            registers[Int(step.a)] = .int(product)
                            continue
                        }
                    }
                    note(Int32(truncatingIfNeeded: index &- 1))
                    registers[Int(step.a)] = try binary(.times, x, y)
                case .floorDivide:
                    let (x, y) = (operand(step.b), operand(step.c))
                    if case .int(let first) = x.pointee, case .int(let second) = y.pointee,
                        second > 0
                    {
                        let (quotient, rest) = first.quotientAndRemainder(dividingBy: second)
                        registers[Int(step.a)] = .int(rest < 0 ? quotient - 1 : quotient)
                        continue
                    }
                    note(Int32(truncatingIfNeeded: index &- 1))
                    registers[Int(step.a)] = try binary(.floorDivide, x, y)
                case .modulo:
                    let (x, y) = (operand(step.b), operand(step.c))
                    if case .int(let first) = x.pointee, case .int(let second) = y.pointee,
                        second > 0
                    {
                        let rest = first % second
                        registers[Int(step.a)] = .int(rest < 0 ? rest + second : rest)
                        continue
                    }
                    note(Int32(truncatingIfNeeded: index &- 1))
                    registers[Int(step.a)] = try binary(.modulo, x, y)
                case .binary:
                    note(Int32(truncatingIfNeeded: index &- 1))
                    registers[Int(step.a)] = try binary(
                        Self.binaryOperator(step.extra), operand(step.b), operand(step.c))
                case .addInPlace:
                    let (x, y) = (operand(step.b), operand(step.c))
                    if case .int(let first) = x.pointee, case .int(let second) = y.pointee {
                        let (sum, overflow) = first.addingReportingOverflow(second)
                        if !overflow {
                            registers[Int(step.a)] = .int(sum)
                            continue
                        }
                    }
                    registers[Int(step.a)] = try addInPlace(x, y)
                case .compare:
                    registers[Int(step.a)] = .bool(
                        try compared(step.extra, operand(step.b), operand(step.c)))
                case .jumpUnlessCompared:
                    if try !compared(step.extra, operand(step.b), operand(step.c)) {
                        index = Int(step.a)
                    }
                case .jumpIfCompared:
                    if try compared(step.extra, operand(step.b), operand(step.c)) {
                        index = Int(step.a)
                    }
                case .contained:
                    note(Int32(truncatingIfNeeded: index &- 1))
                    let isContained = try Operators.contains(
                        operand(step.c).pointee, operand(step.b).pointee)
                    registers[Int(step.a)] = .bool(isContained != (step.extra == 1))
                case .unary:
                    note(Int32(truncatingIfNeeded: index &- 1))
                    registers[Int(step.a)] = try Operators.unary(
                        UnaryOperator(rawValue: step.extra) ?? .plus, operand(step.b).pointee)
                case .not: registers[Int(step.a)] = .bool(!operand(step.b).pointee.truth)

                case .jump:
                    // Going back is what makes a program run long.
                    if Int(step.a) < index { try countStep() }
                    index = Int(step.a)
                case .jumpIf: if operand(step.b).pointee.truth { index = Int(step.a) }
                case .jumpUnless: if !operand(step.b).pointee.truth { index = Int(step.a) }

                case .makeList:
                    registers[Int(step.a)] = try makeList(registers + Int(step.b), Int(step.c))
                case .makeTuple:
                    registers[Int(step.a)] = try makeTuple(registers + Int(step.b), Int(step.c))
                case .makeDict: registers[Int(step.a)] = .dict(DictValue())
                case .setUniqueEntry, .setEntry:
                    note(Int32(truncatingIfNeeded: index &- 1))
                    try setEntry(
                        registers[Int(step.a)], operand(step.b).pointee, operand(step.c).pointee,
                        unique: step.operation == .setUniqueEntry)
                case .append: try append(operand(step.b).pointee, to: registers[Int(step.a)])
                case .getIndex:
                    let (x, y) = (operand(step.b), operand(step.c))
                    if case .list(let list) = x.pointee, case .int(let position) = y.pointee,
                        position >= 0, position < list.storage.count
                    {
                        registers[Int(step.a)] = list.storage[position]
                        continue
                    }
                    note(Int32(truncatingIfNeeded: index &- 1))
                    registers[Int(step.a)] = try Operators.index(x.pointee, y.pointee)
                case .setIndex:
                    note(Int32(truncatingIfNeeded: index &- 1))
                    try Operators.setIndex(
                        operand(step.a).pointee, operand(step.b).pointee, operand(step.c).pointee)
                case .slice:
                    note(Int32(truncatingIfNeeded: index &- 1))
                    let base = registers + Int(step.b)
                    registers[Int(step.a)] = try Operators.slice(base[0], base[1], base[2], base[3])
                case .getAttribute:
                    note(Int32(truncatingIfNeeded: index &- 1))
                    registers[Int(step.a)] = try Operators.attribute(
                        operand(step.b).pointee, operand(step.c).pointee)
                case .setAttribute:
                    note(Int32(truncatingIfNeeded: index &- 1))
                    try Operators.setAttribute(
                        operand(step.a).pointee, operand(step.b).pointee, operand(step.c).pointee)
                case .prepareMethod:
                    note(Int32(truncatingIfNeeded: index &- 1))
                    try prepareMethod(
                        registers + Int(step.a), operand(step.b), operand(step.c).pointee)

                case .call:
                    note(Int32(truncatingIfNeeded: index &- 1))
                    let base = registers + Int(step.b)
                    registers[Int(step.a)] = try call(
                        base, Arguments(base: base + 1, positionalCount: Int(step.c)))
                case .callMethod:
                    note(Int32(truncatingIfNeeded: index &- 1))
                    registers[Int(step.a)] = try callMethod(registers + Int(step.b), Int(step.c))
                case .callComplex:
                    note(Int32(truncatingIfNeeded: index &- 1))
                    registers[Int(step.a)] = try callComplex(
                        registers + Int(step.b), module.program.callSites[Int(step.c)])
                case .makeFunction:
                    registers[Int(step.a)] = makeFunction(
                        module.program.functions[Int(step.c)], module, registers + Int(step.b))
                case .load:
                    note(Int32(truncatingIfNeeded: index &- 1))
                    try load(module.program.loadSites[Int(step.c)], into: registers + Int(step.a))

                case .iterate:
                    note(Int32(truncatingIfNeeded: index &- 1))
                    let slot = Int(step.a)
                    (loops + slot).initialize(to: LoopSlot())
                    let value = operand(step.b)
                    if !loops[slot].begin(value.pointee) {
                        throw Failure("\(value.pointee.typeName) value is not iterable")
                    }
                    activeLoops = slot + 1
                case .next:
                    if !loops[Int(step.b)].advance(into: registers + Int(step.a)) {
                        index = Int(step.c)
                    }
                case .finish:
                    loops[Int(step.a)].finish()
                    activeLoops = Int(step.a)
                case .unpack:
                    note(Int32(truncatingIfNeeded: index &- 1))
                    try unpack(operand(step.b).pointee, registers + Int(step.a), Int(step.c))
                case .giveBack: return operand(step.b).pointee
                }
            }
        } catch {
            if error is EvaluationError { throw error }
            note(Int32(truncatingIfNeeded: index &- 1))
            throw describe(error)
        }
    }

    @inline(__always)
    static func binaryOperator(_ raw: UInt8) -> BinaryOperator {
        BinaryOperator(rawValue: raw) ?? .equal
    }

    @inline(__always)
    private func compared(
        _ raw: UInt8, _ x: UnsafeMutablePointer<Value>, _ y: UnsafeMutablePointer<Value>
    ) throws -> Bool {
        if case .int(let first) = x.pointee, case .int(let second) = y.pointee {
            switch Self.binaryOperator(raw) {
            case .equal: return first == second
            case .notEqual: return first != second
            case .less: return first < second
            case .greater: return first > second
            case .lessOrEqual: return first <= second
            default: return first >= second
            }
        }
        return try comparedSlowly(raw, x, y)
    }

    @inline(never)
    private func comparedSlowly(
        _ raw: UInt8, _ x: UnsafeMutablePointer<Value>, _ y: UnsafeMutablePointer<Value>
    ) throws -> Bool {
        try Value.compare(Self.binaryOperator(raw), x.pointee, y.pointee)
    }
}
