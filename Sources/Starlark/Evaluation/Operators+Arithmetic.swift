#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Operators between two values.
extension Operators {
    static func binary(_ operation: BinaryOperator, _ x: Value, _ y: Value) throws -> Value {
        if let result = try numbers(operation, x, y) { return result }
        switch (operation, x, y) {
        case (.plus, .string(let a), .string(let b)): return .string(a.appending(b))
        case (.plus, .list(let a), .list(let b)): return .list(a.storage + b.storage)
        case (.plus, .tuple(let a), .tuple(let b)): return .tuple(a.elements + b.elements)
        case (.times, .string(let string), .int), (.times, .string(let string), .big):
            return try repeated(string, y)
        case (.times, .int, .string(let string)), (.times, .big, .string(let string)):
            return try repeated(string, x)
        case (.times, .list(let list), .int), (.times, .list(let list), .big):
            return .list(try repeated(list.storage, y))
        case (.times, .int, .list(let list)), (.times, .big, .list(let list)):
            return .list(try repeated(list.storage, x))
        case (.times, .tuple(let tuple), .int), (.times, .tuple(let tuple), .big):
            return .tuple(try repeated(tuple.elements, y))
        case (.times, .int, .tuple(let tuple)), (.times, .big, .tuple(let tuple)):
            return .tuple(try repeated(tuple.elements, x))
        case (.modulo, .string(let format), _):
            return .string(try Interpolation.interpolate(format, y))
        case (.or, .set(let a), .set): return .set(try a.union(y))
        case (.and, .set(let a), .set(let b)): return .set(try intersection(a, b))
        case (.xor, .set(let a), .set(let b)): return .set(try symmetricDifference(a, b))
        case (.shiftLeft, .int, _), (.shiftLeft, .big, _), (.shiftRight, .int, _),
            (.shiftRight, .big, _):
            return try shift(operation, x, y)
        case (.contained, _, _): return .bool(try contains(y, x))
        case (.notContained, _, _): return .bool(try !contains(y, x))
        default: return try applyHost(operation, x, y)
        }
    }

    /// Nil when the operands are not both numbers, or the operator is not for them.
    private static func numbers(
        _ operation: BinaryOperator, _ x: Value, _ y: Value
    ) throws -> Value? {
        switch (x, y) {
        case (.int(let a), .int(let b)):
            if let result = try smallIntegers(operation, a, b) { return result }
            return try integers(operation, BigInteger(a), BigInteger(b))
        case (.int, .big), (.big, .int), (.big, .big):
            return try integers(operation, BigInteger(x), BigInteger(y))
        case (.float, .int), (.int, .float), (.float, .float), (.float, .big), (.big, .float):
            guard let a = x.asDouble, let b = y.asDouble else { return nil }
            return try floats(operation, a, b)
        default: return nil
        }
    }

    /// Nil when the result may not fit in 64 bits.
    private static func smallIntegers(
        _ operation: BinaryOperator, _ a: Int, _ b: Int
    ) throws -> Value? {
        let outcome: (partialValue: Int, overflow: Bool)
        switch operation {
        case .plus: outcome = a.addingReportingOverflow(b)
        case .minus: outcome = a.subtractingReportingOverflow(b)
        case .times: outcome = a.multipliedReportingOverflow(by: b)
        case .and: return .int(a & b)
        case .or: return .int(a | b)
        case .xor: return .int(a ^ b)
        case .floorDivide where b != 0:
            outcome = a.dividedReportingOverflow(by: b)
            if !outcome.overflow && a % b != 0 && (a < 0) != (b < 0) {
                return .int(outcome.partialValue - 1)
            }
        case .modulo where b != 0:
            outcome = a.remainderReportingOverflow(dividingBy: b)
            if !outcome.overflow && outcome.partialValue != 0 && (a < 0) != (b < 0) {
                return .int(outcome.partialValue + b)
            }
        default: return nil
        }
        return outcome.overflow ? nil : .int(outcome.partialValue)
    }

    private static func integers(
        _ operation: BinaryOperator, _ a: BigInteger, _ b: BigInteger
    ) throws -> Value? {
        switch operation {
        case .plus: return .integer(a + b)
        case .minus: return .integer(a - b)
        case .times: return .integer(a * b)
        case .divide:
            let divisor = b.asDouble
            if divisor == 0 { throw Failure("real division by zero") }
            return .float(a.asDouble / divisor)
        case .floorDivide:
            if b.isZero { throw Failure("floored division by zero") }
            return .integer(a.flooredQuotientAndRemainder(by: b).quotient)
        case .modulo:
            if b.isZero { throw Failure("integer modulo by zero") }
            return .integer(a.flooredQuotientAndRemainder(by: b).remainder)
        case .and: return .integer(a & b)
        case .or: return .integer(a | b)
        case .xor: return .integer(a ^ b)
        default: return nil
        }
    }

    /// The remainder has the sign of the dividend, unlike that of integers.
    private static func floats(
        _ operation: BinaryOperator, _ a: Double, _ b: Double
    ) throws -> Value? {
        switch operation {
        case .plus: return .float(a + b)
        case .minus: return .float(a - b)
        case .times: return .float(a * b)
        case .divide:
            if b == 0 { throw Failure("real division by zero") }
            return .float(a / b)
        case .floorDivide:
            if b == 0 { throw Failure("floored division by zero") }
            return .float((a / b).rounded(.down))
        case .modulo:
            if b == 0 { throw Failure("float modulo by zero") }
            return .float(fmod(a, b))
        default: return nil
        }
    }

    private static let mostShift = 512

    private static func shift(_ operation: BinaryOperator, _ x: Value, _ y: Value) throws -> Value {
        let count = try y.smallInt()
        if count < 0 { throw Failure("negative shift count: \(count)") }
        if operation == .shiftRight { return .integer(BigInteger(x) >> count) }
        if count >= mostShift { throw Failure("shift count too large: \(count)") }
        return .integer(BigInteger(x) << count)
    }

    // MARK: Repetition

    /// It is always possible to overeat in small bites, but not in one.
    private static let largestResult = 1 << 30

    private static func times(_ count: Value, _ size: Int) throws -> Int {
        let times: Int
        do { times = try count.smallInt() } catch {
            throw Failure("repeat count \(count.representation) too large")
        }
        if times < 1 { return 0 }
        let (total, overflow) = size.multipliedReportingOverflow(by: times)
        if overflow || total >= largestResult {
            throw Failure("excessive repeat (\(total) elements)")
        }
        return times
    }

    private static func repeated(_ string: ByteString, _ count: Value) throws -> Value {
        if string.isEmpty { return .string(string) }
        let times = try times(count, string.count)
        return .string(
            ByteString.make(count: string.count * times) { target in
                string.withBytes { source in
                    guard let base = source.baseAddress else { return }
                    for round in 0..<times {
                        (target + round * source.count).update(from: base, count: source.count)
                    }
                }
            })
    }

    private static func repeated(_ elements: [Value], _ count: Value) throws -> [Value] {
        if elements.isEmpty { return [] }
        let times = try times(count, elements.count)
        var result: [Value] = []
        result.reserveCapacity(elements.count * times)
        for _ in 0..<times { result += elements }
        return result
    }

    // MARK: Sets

    /// In the order of the smaller one.
    private static func intersection(_ a: SetValue, _ b: SetValue) throws -> SetValue {
        let (smaller, larger) = a.count > b.count ? (b, a) : (a, b)
        let result = SetValue()
        for element in smaller.elements where try larger.contains(element) {
            try result.insert(element)
        }
        return result
    }

    private static func symmetricDifference(_ a: SetValue, _ b: SetValue) throws -> SetValue {
        let result = SetValue()
        for element in a.elements where try !b.contains(element) { try result.insert(element) }
        for element in b.elements where try !a.contains(element) { try result.insert(element) }
        return result
    }
}
