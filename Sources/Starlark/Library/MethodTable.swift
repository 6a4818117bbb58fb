/// The methods of one type, found by name faster than a general dictionary would: names in
/// programs carry their hash with them.
struct MethodTable {
    private let slots: [(name: ByteString, method: BuiltinFunction)?]
    let names: [String]

    init(_ methods: [BuiltinFunction]) {
        // At most a quarter full, so that searches end soon, also those for what is not there.
        var size = 8
        while size < methods.count * 4 { size *= 2 }
        var slots = [(name: ByteString, method: BuiltinFunction)?](repeating: nil, count: size)
        for method in methods {
            let name = ByteString.text(method.name)
            var place = name.hash & (size - 1)
            while slots[place] != nil { place = (place + 1) & (size - 1) }
            slots[place] = (name, method)
        }
        self.slots = slots
        names = methods.map(\.name).sorted()
    }

    subscript(name: ByteString) -> BuiltinFunction? {
        var place = name.hash & (slots.count - 1)
        while let slot = slots[place] {
            if slot.name == name { return slot.method }
            place = (place + 1) & (slots.count - 1)
        }
        return nil
    }
}
