/// A walk over a sequence that a loop has under way.
struct LoopSlot {
    private enum Source {
        case nothing
        case range
        case list(Unmanaged<ListValue>)
        case tuple(Unmanaged<TupleValue>)
        case table(Unmanaged<HashedContainer>)
        case host(Unmanaged<ValueIterator>)
    }

    private var source = Source.nothing
    /// The next position, or the next number of a range.
    private var next = 0
    private var remaining = 0
    private var step = 1

    /// False when the value cannot be walked over.
    mutating func begin(_ value: Value) -> Bool {
        next = 0
        switch value {
        case .range(let range):
            (next, remaining, step) = (range.start, range.count, range.step)
            source = .range
        case .list(let list):
            list.walkers += 1
            remaining = list.storage.count
            source = .list(Unmanaged.passRetained(list))
        case .tuple(let tuple):
            remaining = tuple.elements.count
            source = .tuple(Unmanaged.passRetained(tuple))
        case .dict(let dict): begin(table: dict)
        case .set(let set): begin(table: set)
        case .object(let object):
            guard let iterator = object.makeIterator() else { return false }
            source = .host(Unmanaged.passRetained(iterator))
        default: return false
        }
        return true
    }

    private mutating func begin(table: HashedContainer) {
        table.walkers += 1
        remaining = table.table.slots.count
        source = .table(Unmanaged.passRetained(table))
    }

    /// Puts the next element into `target`; false when there is none.
    @inline(__always)
    mutating func advance(into target: UnsafeMutablePointer<Value>) -> Bool {
        if case .range = source {
            if remaining == 0 { return false }
            remaining &-= 1
            target.pointee = .int(next)
            next = next &+ step
            return true
        }
        return advanceRest(into: target)
    }

    @inline(never)
    private mutating func advanceRest(into target: UnsafeMutablePointer<Value>) -> Bool {
        switch source {
        case .list(let list):
            if next >= remaining { return false }
            target.pointee = list._withUnsafeGuaranteedRef { $0.storage[next] }
        case .tuple(let tuple):
            if next >= remaining { return false }
            target.pointee = tuple._withUnsafeGuaranteedRef { $0.elements[next] }
        case .table(let table):
            return advance(over: table, into: target)
        case .host(let iterator):
            guard let element = iterator._withUnsafeGuaranteedRef({ $0.next() }) else {
                return false
            }
            target.pointee = element
        case .nothing, .range: return false
        }
        next += 1
        return true
    }

    private mutating func advance(
        over table: Unmanaged<HashedContainer>, into target: UnsafeMutablePointer<Value>
    ) -> Bool {
        while next < remaining {
            let key = table._withUnsafeGuaranteedRef { $0.table.slots[next].key }
            next += 1
            if key.isUnset { continue }
            target.pointee = key
            return true
        }
        return false
    }

    /// Ends the walk, also when it was left early.
    mutating func finish() {
        switch source {
        case .list(let list):
            list._withUnsafeGuaranteedRef { $0.walkers -= 1 }
            list.release()
        case .tuple(let tuple): tuple.release()
        case .table(let table):
            table._withUnsafeGuaranteedRef { $0.walkers -= 1 }
            table.release()
        case .host(let iterator):
            iterator._withUnsafeGuaranteedRef { $0.finish() }
            iterator.release()
        case .nothing, .range: break
        }
        source = .nothing
    }
}
