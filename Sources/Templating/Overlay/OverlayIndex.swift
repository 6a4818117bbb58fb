import YAMLTree

/// Finds items by key without looking at every one, so that laying many items over many costs no
/// more than reading both.
///
/// An index is made when a collection is first asked, and dropped when the collection changes in a
/// way that could make it wrong.
final class OverlayIndex {
    private struct MapEntry {
        let map: MapNode
        var places: [KeyIdentity: [Int]]
        var count: Int
    }

    private struct ArrayEntry {
        let array: ArrayNode
        var places: [KeyIdentity: [Int]]
        var keys: [KeyIdentity]
    }

    private struct ArrayKey: Hashable {
        let array: ObjectIdentifier
        let field: String
    }

    private var maps: [ObjectIdentifier: MapEntry] = [:]
    private var arrays: [ArrayKey: ArrayEntry] = [:]

    // MARK: Maps

    func places(of key: YAMLValue, in map: MapNode) -> [Int] {
        guard map.items.count > 16 else {
            return map.items.indices.filter { map.items[$0].key == key }
        }
        let identity = ObjectIdentifier(map)
        if maps[identity]?.count != map.items.count {
            var places: [KeyIdentity: [Int]] = Dictionary(minimumCapacity: map.items.count)
            for (place, item) in map.items.enumerated() {
                places[KeyIdentity(item.key), default: []].append(place)
            }
            maps[identity] = MapEntry(map: map, places: places, count: map.items.count)
        }
        return maps[identity]?.places[KeyIdentity(key)] ?? []
    }

    func noteAppended(to map: MapNode) {
        let identity = ObjectIdentifier(map)
        guard let last = map.items.last, maps[identity]?.count == map.items.count - 1 else {
            return
        }
        maps[identity]?.places[KeyIdentity(last.key), default: []].append(map.items.count - 1)
        maps[identity]?.count += 1
    }

    func forget(_ map: MapNode) { maps[ObjectIdentifier(map)] = nil }

    // MARK: Arrays

    func places(
        where field: String, equals new: YAMLValue, in array: ArrayNode
    ) throws -> [Int] {
        guard !array.items.isEmpty else { return [] }
        let key = ArrayKey(array: ObjectIdentifier(array), field: field)
        if arrays[key]?.keys.count != array.items.count {
            arrays[key] = try Self.entry(field, array)
        }
        let wanted = KeyIdentity(try Self.value(of: field, in: new))
        return arrays[key]?.places[wanted] ?? []
    }

    private static func entry(_ field: String, _ array: ArrayNode) throws -> ArrayEntry {
        var entry = ArrayEntry(array: array, places: [:], keys: [])
        for (place, item) in array.items.enumerated() {
            let key = KeyIdentity(try value(of: field, in: item.value))
            entry.places[key, default: []].append(place)
            entry.keys.append(key)
        }
        return entry
    }

    /// What stands under `field` in a map.
    static func value(of field: String, in value: YAMLValue) throws(TemplateFailure) -> YAMLValue {
        guard case .map(let map) = value else {
            throw TemplateFailure("Expected value to be map, but was \(GoTypeName.kind(of: value))")
        }
        for item in map.items where item.key == .string(field) { return item.value }
        throw TemplateFailure("Expected to find mapitem with key '\(field)', but did not")
    }

    func noteAppended(to array: ArrayNode) { forget(array) }

    /// Only a changed key makes the index wrong.
    func noteChanged(_ place: Int, of array: ArrayNode) {
        for (key, entry) in arrays where key.array == ObjectIdentifier(array) {
            guard entry.keys.count == array.items.count,
                let value = try? Self.value(of: key.field, in: array.items[place].value),
                KeyIdentity(value) == entry.keys[place]
            else {
                arrays[key] = nil
                continue
            }
        }
    }

    func forget(_ array: ArrayNode) {
        for key in arrays.keys where key.array == ObjectIdentifier(array) { arrays[key] = nil }
    }
}
