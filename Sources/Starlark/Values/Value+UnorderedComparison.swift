/// Comparing values that have no order of their own, or that a host defines.
extension Value {
    static func compareRest(
        _ operation: BinaryOperator, _ first: Value, _ second: Value, depth: Int
    ) throws -> Bool {
        if case .object(let object) = first, first.typeName == second.typeName {
            if let result = try compare(operation, object, second, depth: depth) { return result }
        }
        guard operation == .equal || operation == .notEqual else {
            throw Failure(
                "\(first.typeName) \(operation.symbol) \(second.typeName) not implemented")
        }
        return try areSame(first, second, depth: depth) == (operation == .equal)
    }

    private static func compare(
        _ operation: BinaryOperator, _ object: HostObject, _ other: Value, depth: Int
    ) throws -> Bool? {
        if operation == .equal || operation == .notEqual {
            return try object.isEqual(to: other, depth: depth).map { $0 == (operation == .equal) }
        }
        return try object.order(against: other, depth: depth).map { holds(operation, $0) }
    }

    private static func areSame(_ first: Value, _ second: Value, depth: Int) throws -> Bool {
        switch (first, second) {
        case (.dict(let a), .dict(let b)): try areEqual(a, b, depth: depth)
        case (.set(let a), .set(let b)): areEqual(a, b)
        case (.range(let a), .range(let b)): a.isEqual(to: b)
        case (.function(let a), .function(let b)): a === b
        case (.builtin(let a), .builtin(let b)): a === b
        case (.object(let a), .object(let b)): a === b
        default: false
        }
    }

    private static func areEqual(
        _ first: DictValue, _ second: DictValue, depth: Int
    ) throws -> Bool {
        if first.count != second.count { return false }
        for (key, value) in first.table.entries() {
            // A key that cannot be compared is as good as missing.
            guard let other = try? second.find(key) else { return false }
            if try !areEqual(value, other, depth: depth - 1) { return false }
        }
        return true
    }

    private static func areEqual(_ first: SetValue, _ second: SetValue) -> Bool {
        first.count == second.count
            && first.elements.allSatisfy { (try? second.contains($0)) == true }
    }
}
