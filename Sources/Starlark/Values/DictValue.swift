/// A dictionary; it remembers in which order its keys came.
public final class DictValue: HashedContainer {
    package override init() {}

    package subscript(key: Value) -> Value? {
        get throws { try find(key) }
    }

    package subscript(key: String) -> Value? { try? find(.string(key)) }

    /// Sets an entry. Throws when the key cannot be hashed or the dictionary must not change.
    package func set(_ key: Value, to value: Value) throws { try insert(key, value) }

    package func remove(_ key: Value) throws -> Value? { try delete(key) }

    package var entries: [(key: Value, value: Value)] { table.entries() }

    package var keys: [Value] { table.keys() }
}
