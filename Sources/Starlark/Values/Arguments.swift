/// What a call hands to a builtin: a view of the caller's memory, valid only during the call.
///
/// Copy out what has to live longer. The values of named arguments follow the positional ones.
public struct Arguments {
    let base: UnsafeMutablePointer<Value>
    package let positionalCount: Int
    package let names: [ByteString]

    init(base: UnsafeMutablePointer<Value>, positionalCount: Int, names: [ByteString] = []) {
        self.base = base
        self.positionalCount = positionalCount
        self.names = names
    }

    package subscript(position: Int) -> Value {
        precondition(position >= 0 && position < positionalCount)
        return base[position]
    }

    package var positional: [Value] {
        Array(UnsafeBufferPointer(start: base, count: positionalCount))
    }

    package var named: [(name: ByteString, value: Value)] {
        names.enumerated().map { ($1, base[positionalCount + $0]) }
    }

    package func named(_ name: String) -> Value? {
        for (offset, known) in names.enumerated() where known.text == name {
            return base[positionalCount + offset]
        }
        return nil
    }

    package var isEmpty: Bool { positionalCount == 0 && names.isEmpty }
}
