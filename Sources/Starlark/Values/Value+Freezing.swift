/// Freezing: from then on nothing reachable from the value changes.
extension Value {
    package func freeze() {
        // A list of what is left to do instead of recursion: values may be nested very deep.
        var pending = [self]
        while let value = pending.popLast() {
            switch value {
            case .tuple(let tuple): pending += tuple.elements
            case .list(let list) where !list.isFrozen:
                list.isFrozen = true
                pending += list.storage
            case .dict(let dict) where !dict.isFrozen: Self.freeze(dict, &pending)
            case .set(let set) where !set.isFrozen: Self.freeze(set, &pending)
            case .function(let function) where !function.isFrozen:
                function.isFrozen = true
                pending += function.fallbacks
                pending += function.captured.map(\.value)
            case .builtin(let builtin):
                if let receiver = builtin.receiver { pending.append(receiver) }
            case .object(let object): object.freeze()
            default: break
            }
        }
    }

    private static func freeze(_ container: HashedContainer, _ pending: inout [Value]) {
        container.isFrozen = true
        for (key, value) in container.table.entries() { pending += [key, value] }
    }
}
