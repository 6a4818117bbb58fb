/// What dictionaries and sets share: a table that may change until it is frozen, and not while
/// somebody walks over it.
public class HashedContainer {
    // One thread runs a program, and comparing keys never changes the table they are in; asking
    // the runtime at every access would take longer than the access.
    @exclusivity(unchecked) final var table = HashTable()
    @exclusivity(unchecked) final var isFrozen = false
    /// How many loops walk over it now.
    @exclusivity(unchecked) final var walkers = 0

    package var count: Int { table.count }

    private func checkMutable(_ verb: String, _ preposition: String) throws {
        if isFrozen { throw Failure("cannot \(verb) \(preposition)frozen hash table") }
        if walkers > 0 { throw Failure("cannot \(verb) \(preposition)hash table during iteration") }
    }

    /// True when the key was new.
    @discardableResult
    final func insert(_ key: Value, _ value: Value) throws -> Bool {
        if isFrozen || walkers > 0 { try checkMutable("insert", "into ") }
        return try table.set(key, hash: key.hashValue(), to: value)
    }

    final func find(_ key: Value) throws -> Value? {
        let hash = try key.hashValue()
        guard let position = try table.find(key, hash: hash) else { return nil }
        return table.slots[position].value
    }

    final func delete(_ key: Value) throws -> Value? {
        try checkMutable("delete", "from ")
        if table.count == 0 { return nil }
        return try table.remove(key, hash: key.hashValue())
    }

    final func clear() throws {
        try checkMutable("clear", "")
        table.removeAll()
    }
}
