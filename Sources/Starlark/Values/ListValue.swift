/// A list: a sequence that may change until it is frozen, and not while somebody walks over it.
public final class ListValue {
    // One thread runs a program, and no method lends its storage to code that could come back
    // here; asking the runtime at every access would take longer than the access.
    @exclusivity(unchecked) var storage: [Value]
    @exclusivity(unchecked) var isFrozen = false
    /// How many loops walk over it now.
    @exclusivity(unchecked) var walkers = 0

    package init(_ elements: [Value] = []) { storage = elements }

    package var elements: [Value] { storage }

    package var count: Int { storage.count }

    /// Refuses a change; `verb` followed by "list" describes it.
    func checkMutable(_ verb: String) throws {
        if isFrozen { throw Failure("cannot \(verb) frozen list") }
        if walkers > 0 { throw Failure("cannot \(verb) list during iteration") }
    }

    package func append(_ value: Value) throws {
        try checkMutable("append to")
        storage.append(value)
    }

    /// Adds the elements of `value`, which may be the list itself.
    func extend(with value: Value) throws {
        if case .list(let other) = value {
            storage += other.storage
        } else {
            try value.forEach { storage.append($0) }
        }
    }
}
