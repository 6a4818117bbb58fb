/// A set; it remembers in which order its elements came.
public final class SetValue: HashedContainer {
    package override init() {}

    package func insert(_ element: Value) throws { try insert(element, .none) }

    package func contains(_ element: Value) throws -> Bool { try find(element) != nil }

    package var elements: [Value] { table.keys() }

    /// The elements of both; those of `self` first.
    func union(_ other: Value) throws -> SetValue {
        let result = SetValue()
        result.table = table
        try other.forEach { try result.insert($0) }
        return result
    }
}
