/// Keys with values in the order in which the keys came.
///
/// Entries stand in one array; removed ones leave a gap that the next rebuilding closes. A table of
/// places is kept only from nine entries on: below, looking at every hash is faster.
struct HashTable {
    struct Entry {
        let hash: Int
        /// Unset where an entry was removed.
        var key: Value
        var value: Value
    }

    private(set) var slots: [Entry] = []
    private(set) var count = 0
    /// Places in `slots` plus one, by hash; zero is free. A power of two long, or empty.
    private var places: [UInt32] = []

    private static let smallest = 8

    func find(_ key: Value, hash: Int) throws -> Int? {
        if places.isEmpty {
            for position in slots.indices
            where slots[position].hash == hash && !slots[position].key.isUnset {
                if try Value.areEqual(key, slots[position].key) { return position }
            }
            return nil
        }
        let mask = places.count - 1
        var probe = hash & mask
        while true {
            let place = Int(places[probe])
            if place == 0 { return nil }
            if slots[place - 1].hash == hash && !slots[place - 1].key.isUnset {
                if try Value.areEqual(key, slots[place - 1].key) { return place - 1 }
            }
            probe = (probe + 1) & mask
        }
    }

    /// True when the key was new.
    @discardableResult
    mutating func set(_ key: Value, hash: Int, to value: Value) throws -> Bool {
        if let position = try find(key, hash: hash) {
            slots[position].value = value
            return false
        }
        if slots.count >= Self.smallest && (slots.count + 1) * 2 > places.count { rebuild() }
        slots.append(Entry(hash: hash, key: key, value: value))
        count += 1
        if !places.isEmpty { enter(slots.count - 1) }
        return true
    }

    mutating func remove(_ key: Value, hash: Int) throws -> Value? {
        guard let position = try find(key, hash: hash) else { return nil }
        let value = slots[position].value
        slots[position].key = .unset
        slots[position].value = .none
        count -= 1
        if count == 0 { removeAll() }
        return value
    }

    mutating func removeAll() {
        slots = []
        places = []
        count = 0
    }

    private mutating func rebuild() {
        if count < slots.count { slots.removeAll { $0.key.isUnset } }
        var size = 16
        while size < slots.count * 4 { size *= 2 }
        places = Array(repeating: 0, count: size)
        for position in slots.indices { enter(position) }
    }

    private mutating func enter(_ position: Int) {
        let mask = places.count - 1
        var probe = slots[position].hash & mask
        while places[probe] != 0 { probe = (probe + 1) & mask }
        places[probe] = UInt32(position + 1)
    }

    /// The entries in order, as they are now.
    func entries() -> [(key: Value, value: Value)] {
        var result: [(key: Value, value: Value)] = []
        result.reserveCapacity(count)
        for slot in slots where !slot.key.isUnset { result.append((slot.key, slot.value)) }
        return result
    }

    func keys() -> [Value] {
        var result: [Value] = []
        result.reserveCapacity(count)
        for slot in slots where !slot.key.isUnset { result.append(slot.key) }
        return result
    }

    var firstKey: Value? { slots.first { !$0.key.isUnset }?.key }
}
