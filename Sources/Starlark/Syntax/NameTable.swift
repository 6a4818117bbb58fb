/// The names of one source text: each is kept once, with its hash and whether it is a keyword.
struct NameTable {
    struct Entry {
        let text: ByteString
        let keyword: Token.Kind?
    }

    private var slots: [Entry?]
    private var count = 0

    init() {
        slots = Array(repeating: nil, count: 256)
        for (word, kind) in Token.Kind.keywords { enter(Entry(text: .text(word), keyword: kind)) }
    }

    mutating func intern(_ bytes: UnsafeBufferPointer<UInt8>) -> Entry {
        var place = ByteString.hash(of: bytes) & (slots.count - 1)
        while let entry = slots[place] {
            if entry.text.hasBytes(bytes) { return entry }
            place = (place + 1) & (slots.count - 1)
        }
        let entry = Entry(text: .bytes(bytes), keyword: nil)
        enter(entry)
        return entry
    }

    private mutating func enter(_ entry: Entry) {
        if count * 2 >= slots.count { grow() }
        var place = entry.text.hash & (slots.count - 1)
        while slots[place] != nil { place = (place + 1) & (slots.count - 1) }
        slots[place] = entry
        count += 1
    }

    private mutating func grow() {
        let entries = slots.compactMap { $0 }
        slots = Array(repeating: nil, count: slots.count * 2)
        count = 0
        for entry in entries { enter(entry) }
    }
}
