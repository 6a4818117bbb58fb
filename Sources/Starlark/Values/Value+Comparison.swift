/// Equality and order. Nested values are followed ten levels deep, then comparing fails: so values
/// that hold themselves cannot keep it busy for ever.
extension Value {
    private static let deepest = 10

    package static func areEqual(_ first: Value, _ second: Value) throws -> Bool {
        switch (first, second) {
        case (.string(let a), .string(let b)): return a == b
        case (.int(let a), .int(let b)): return a == b
        default: return try areEqual(first, second, depth: deepest)
        }
    }

    package static func areEqual(_ first: Value, _ second: Value, depth: Int) throws -> Bool {
        try compare(.equal, first, second, depth: depth)
    }

    /// `operation` is one of the six comparisons.
    package static func compare(
        _ operation: BinaryOperator, _ first: Value, _ second: Value
    ) throws -> Bool {
        try compare(operation, first, second, depth: deepest)
    }

    package static func compare(
        _ operation: BinaryOperator, _ first: Value, _ second: Value, depth: Int
    ) throws -> Bool {
        if depth < 1 { throw Failure("comparison exceeded maximum recursion depth") }
        switch (first, second) {
        case (.none, .none): return holds(operation, 0)
        case (.bool(let a), .bool(let b)): return holds(operation, (a ? 1 : 0) - (b ? 1 : 0))
        case (.int(let a), .int(let b)): return holds(operation, a < b ? -1 : a > b ? 1 : 0)
        case (.string(let a), .string(let b)):
            if operation == .equal { return a == b }
            return holds(operation, a.order(against: b))
        case (.float(let a), .float(let b)): return holds(operation, a, b)
        case (.int, .big), (.big, .int), (.big, .big), (.int, .float), (.float, .int),
            (.big, .float), (.float, .big):
            return compareNumbers(operation, first, second)
        case (.tuple(let a), .tuple(let b)):
            return try compare(operation, a.elements, b.elements, depth: depth)
        case (.list(let a), .list(let b)):
            return try compare(operation, a.storage, b.storage, depth: depth)
        default: return try compareRest(operation, first, second, depth: depth)
        }
    }

    static func holds(_ operation: BinaryOperator, _ order: Int) -> Bool {
        switch operation {
        case .equal: order == 0
        case .notEqual: order != 0
        case .less: order < 0
        case .greater: order > 0
        case .lessOrEqual: order <= 0
        default: order >= 0
        }
    }

    private static func holds(_ operation: BinaryOperator, _ a: Double, _ b: Double) -> Bool {
        switch operation {
        case .equal: a == b
        case .notEqual: a != b
        case .less: a < b
        case .greater: a > b
        case .lessOrEqual: a <= b
        default: a >= b
        }
    }

    private static func compareNumbers(
        _ operation: BinaryOperator, _ first: Value, _ second: Value
    ) -> Bool {
        if case .float(let float) = first {
            guard let order = order(of: float, against: second) else { return false }
            return holds(operation, order)
        }
        if case .float(let float) = second {
            guard let order = order(of: float, against: first) else { return false }
            return holds(operation, -order)
        }
        return holds(operation, BigInteger(first).order(against: BigInteger(second)))
    }

    /// Exact, however large the integer is; nil when the float is not a number.
    private static func order(of float: Double, against integer: Value) -> Int? {
        if float.isNaN { return nil }
        if float.isInfinite { return float > 0 ? 1 : -1 }
        let whole = float.rounded(.down)
        let order = BigInteger(whole).order(against: BigInteger(integer))
        return order == 0 && whole != float ? 1 : order
    }

    private static func compare(
        _ operation: BinaryOperator, _ first: [Value], _ second: [Value], depth: Int
    ) throws -> Bool {
        if first.count != second.count {
            if operation == .equal { return false }
            if operation == .notEqual { return true }
        }
        for position in 0..<min(first.count, second.count) {
            let (a, b) = (first[position], second[position])
            if try areEqual(a, b, depth: depth - 1) { continue }
            if operation == .equal { return false }
            if operation == .notEqual { return true }
            return try compare(operation, a, b, depth: depth - 1)
        }
        return holds(operation, first.count - second.count)
    }
}
