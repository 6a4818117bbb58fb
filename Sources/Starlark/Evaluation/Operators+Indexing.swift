/// `x[i]`, `x[i] = y` and `x[i:j:k]`.
extension Operators {
    static func index(_ container: Value, _ key: Value) throws -> Value {
        switch container {
        case .dict(let dict):
            if let value = try dict.find(key) { return value }
            throw Failure("key \(key.representation) not in dict")
        case .string(let string):
            let position = try position(key, in: container, string.count)
            return .string(string[position..<(position + 1)])
        case .list(let list):
            return list.storage[try position(key, in: container, list.storage.count)]
        case .tuple(let tuple):
            return tuple.elements[try position(key, in: container, tuple.count)]
        case .range(let range):
            return .int(range.element(at: try position(key, in: container, range.count)))
        case .object(let object): return try index(object, container, key)
        default: throw unhandled(container, key)
        }
    }

    private static func index(_ object: HostObject, _ container: Value, _ key: Value) throws
        -> Value
    {
        if object.isMapping {
            if let value = try object.lookUp(key) { return value }
            throw Failure("key \(key.representation) not in \(object.typeName)")
        }
        guard object.isIndexable, let length = object.length else {
            throw unhandled(container, key)
        }
        return object.element(at: try position(key, in: container, length))
    }

    private static func unhandled(_ container: Value, _ key: Value) -> Failure {
        Failure("unhandled index operation \(container.typeName)[\(key.typeName)]")
    }

    private static func position(_ key: Value, in container: Value, _ count: Int) throws -> Int {
        do { return try place(try key.smallInt(), in: container, count) } catch let failure
            as Failure
        {
            if case .int(let number) = key, Int32(exactly: number) != nil { throw failure }
            throw Failure("\(container.typeName) index: \(failure.message)")
        }
    }

    /// Counts from the end when below zero.
    static func place(_ number: Int, in container: Value, _ count: Int) throws -> Int {
        let place = number < 0 ? number + count : number
        if place >= 0 && place < count { return place }
        if count == 0 { throw Failure("index \(number) out of range: empty \(container.typeName)") }
        throw Failure(
            "\(container.typeName) index \(number) out of range [\(-count):\(count - 1)]")
    }

    static func setIndex(_ container: Value, _ key: Value, _ value: Value) throws {
        switch container {
        case .dict(let dict): try dict.insert(key, value)
        case .list(let list):
            let place = try place(key.smallInt(), in: container, list.storage.count)
            try list.checkMutable("assign to element of")
            list.storage[place] = value
        case .object(let object):
            if object.isMapping, try object.setKey(key, to: value) { return }
            if object.isIndexable, let length = object.length {
                let place = try place(key.smallInt(), in: container, length)
                if try object.setElement(at: place, to: value) { return }
            }
            fallthrough
        default:
            throw Failure("\(container.typeName) value does not support item assignment")
        }
    }

    // MARK: Slices

    static func slice(_ container: Value, _ from: Value, _ to: Value, _ step: Value) throws -> Value
    {
        guard let count = sliceableCount(container) else {
            throw Failure("invalid slice operand \(container.typeName)")
        }
        let step = try stride(step)
        let (start, end) = try step > 0 ? bounds(from, to, count) : boundsBackward(from, to, count)
        let stop = step > 0 ? max(start, end) : min(start, end)
        switch container {
        case .string(let string): return .string(string.slice(from: start, to: stop, step: step))
        case .list(let list): return .list(pick(list.storage, start, stop, step))
        case .tuple(let tuple): return .tuple(pick(tuple.elements, start, stop, step))
        case .range(let range): return .range(range.slice(from: start, to: stop, step: step))
        case .object(let object):
            if let slice = object.slice(from: start, to: stop, step: step) { return slice }
            fallthrough
        default: throw Failure("invalid slice operand \(container.typeName)")
        }
    }

    private static func sliceableCount(_ container: Value) -> Int? {
        switch container {
        case .string, .list, .tuple, .range: container.length
        case .object(let object): object.isSliceable ? object.length : nil
        default: nil
        }
    }

    private static func stride(_ step: Value) throws -> Int {
        if step.isNone { return 1 }
        guard let stride = try? step.smallInt() else {
            throw Failure("got \(step.typeName) for slice step, want int")
        }
        if stride == 0 { throw Failure("zero is not a valid slice step") }
        return stride
    }

    private static func pick(_ elements: [Value], _ start: Int, _ end: Int, _ step: Int) -> [Value]
    {
        if step == 1 { return Array(elements[start..<end]) }
        return Swift.stride(from: start, to: end, by: step).map { elements[$0] }
    }

    /// Both between zero and the length; the first may be above the second.
    static func bounds(_ from: Value, _ to: Value, _ count: Int) throws -> (Int, Int) {
        let start = try bound(from, count, otherwise: 0, "invalid start index")
        let end = try bound(to, count, otherwise: count, "invalid end index")
        return (min(max(start, 0), count), min(max(end, 0), count))
    }

    private static func boundsBackward(_ from: Value, _ to: Value, _ count: Int) throws -> (
        Int, Int
    ) {
        let start = try bound(from, count, otherwise: count - 1, "invalid start index")
        let end = try bound(to, count, otherwise: -1, "invalid end index")
        let first = max(min(start, count - 1), -1)
        return (first, min(max(end, -1), first))
    }

    private static func bound(
        _ value: Value, _ count: Int, otherwise: Int, _ word: String
    ) throws -> Int {
        if value.isNone || value.isUnset { return otherwise }
        guard let number = try? value.smallInt() else {
            throw Failure("\(word): got \(value.typeName), want int")
        }
        return number < 0 ? number + count : number
    }
}
