/// Walking over what can be walked over. Strings cannot.
extension Value {
    package var isIterable: Bool {
        switch self {
        case .tuple, .list, .dict, .set, .range: return true
        case .object(let object):
            guard let iterator = object.makeIterator() else { return false }
            iterator.finish()
            return true
        default: return false
        }
    }

    /// Calls `body` with each element; what is walked over must not change meanwhile.
    package func forEach(_ body: (Value) throws -> Void) throws {
        switch self {
        case .tuple(let tuple): for element in tuple.elements { try body(element) }
        case .list(let list):
            list.walkers += 1
            defer { list.walkers -= 1 }
            for element in list.storage { try body(element) }
        case .dict(let dict): try Self.walk(dict, body)
        case .set(let set): try Self.walk(set, body)
        case .range(let range):
            for position in 0..<range.count { try body(.int(range.element(at: position))) }
        case .object(let object):
            guard let iterator = object.makeIterator() else { return }
            defer { iterator.finish() }
            while let element = iterator.next() { try body(element) }
        default: break
        }
    }

    private static func walk(_ container: HashedContainer, _ body: (Value) throws -> Void) throws {
        container.walkers += 1
        defer { container.walkers -= 1 }
        for slot in container.table.slots where !slot.key.isUnset { try body(slot.key) }
    }

    /// All elements; nil for what cannot be walked over.
    package func elements() -> [Value]? {
        switch self {
        case .tuple(let tuple): return tuple.elements
        case .list(let list): return list.storage
        case .dict(let dict): return dict.table.keys()
        case .set(let set): return set.elements
        default:
            guard isIterable else { return nil }
            var result: [Value] = []
            try? forEach { result.append($0) }
            return result
        }
    }
}
