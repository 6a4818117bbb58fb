import YAMLTree

/// Random numbers that are the same in every run (splitmix64).
struct Seeded {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next(below bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
    }

    mutating func pick<Element>(_ choices: [Element]) -> Element {
        choices[next(below: choices.count)]
    }

    mutating func happens(oneIn count: Int) -> Bool { next(below: count) == 0 }
}

/// A file as a person might write it, and the values that it means: block and flow collections,
/// scalars of every style, anchors and aliases, comments, several documents.
///
/// It is written here and not by the printer under test.
struct RandomYAML {
    private var random: Seeded
    private var anchors: [(name: String, value: YAMLValue)] = []

    /// The text, and the value of each document.
    private(set) var text = ""
    private(set) var values: [YAMLValue] = []

    init(seed: UInt64) {
        random = Seeded(seed: seed)
        for index in 0...random.next(below: 3) {
            anchors = []
            if index > 0 || random.happens(oneIn: 2) { text += "---\n" }
            let (value, lines) = collection(depth: 0)
            values.append(value)
            text += lines.joined(separator: "\n") + "\n"
        }
    }

    // MARK: Collections in blocks

    private mutating func collection(depth: Int) -> (YAMLValue, [String]) {
        random.happens(oneIn: 2) ? map(depth: depth) : array(depth: depth)
    }

    private mutating func map(depth: Int) -> (YAMLValue, [String]) {
        var items: [MapItem] = []
        var lines: [String] = []
        for number in 0...random.next(below: 4) {
            if random.happens(oneIn: 6) { lines.append("#! a comment: [not, read") }
            let key =
                random.pick(["a", "key", "with space", "é", "x.y/z", "no-dash"]) + "\(number)"
            let (value, head, below) = content(depth: depth, inMap: true)
            let shown = random.happens(oneIn: 4) ? "\"\(key)\"" : key
            lines.append("\(shown):\(head.isEmpty ? "" : " ")\(head)")
            lines += below
            items.append(MapItem(key: .string(key), value: value))
        }
        return (.map(MapNode(items)), lines)
    }

    private mutating func array(depth: Int) -> (YAMLValue, [String]) {
        var items: [ArrayItem] = []
        var lines: [String] = []
        for _ in 0...random.next(below: 4) {
            let (value, head, below) = content(depth: depth, inMap: false)
            items.append(ArrayItem(value))
            lines.append("-\(head.isEmpty ? "" : " ")\(head)")
            lines += below
            if random.happens(oneIn: 8) { lines.append("") }
        }
        return (.array(ArrayNode(items)), lines)
    }

    /// What stands on the line of the key or the dash, and the lines below it.
    private mutating func content(
        depth: Int, inMap: Bool
    ) -> (YAMLValue, head: String, below: [String]) {
        if !anchors.isEmpty, random.happens(oneIn: 10) {
            let known = random.pick(anchors)
            return (known.value, "*\(known.name)", [])
        }
        guard depth < 4, random.happens(oneIn: 3) else {
            return random.happens(oneIn: 5) ? blockScalar() : flowContent(depth: depth)
        }
        let (value, lines) = collection(depth: depth + 1)
        let anchor = self.anchor(for: value)
        // A list below a key may stand at the key's own depth.
        let isList = if case .array = value { true } else { false }
        let indent = inMap && isList && random.happens(oneIn: 2) ? "" : "  "
        return (value, anchor, lines.map { $0.isEmpty ? "" : indent + $0 })
    }

    private mutating func flowContent(
        depth: Int
    ) -> (YAMLValue, head: String, below: [String]) {
        let (value, text) = random.happens(oneIn: 4) ? flow(depth: depth) : scalar(inFlow: false)
        let anchor = self.anchor(for: value)
        let remark = random.happens(oneIn: 8) ? " #! said" : ""
        return (value, (anchor.isEmpty ? "" : anchor + " ") + text + remark, [])
    }

    private mutating func anchor(for value: YAMLValue) -> String {
        guard random.happens(oneIn: 8) else { return "" }
        let name = "n\(anchors.count)"
        anchors.append((name, value))
        return "&\(name)"
    }

    private mutating func blockScalar() -> (YAMLValue, head: String, below: [String]) {
        let words = (0...random.next(below: 3)).map { _ in
            random.pick(["one", "two three", "#! no comment", "a: b", "- c", "'q'"])
        }
        let isLiteral = random.happens(oneIn: 2)
        let (sign, end) = random.pick([("", "\n"), ("-", "")])
        let text = words.joined(separator: isLiteral ? "\n" : " ") + end
        return (.string(text), (isLiteral ? "|" : ">") + sign, words.map { "    " + $0 })
    }

    // MARK: Flow collections and scalars

    private mutating func flow(depth: Int) -> (YAMLValue, String) {
        let isMap = random.happens(oneIn: 2)
        let parts = (0..<random.next(below: 4)).map { _ in
            depth < 4 && random.happens(oneIn: 4) ? flow(depth: depth + 1) : scalar(inFlow: true)
        }
        guard isMap else {
            let text = parts.map(\.1).joined(separator: random.pick([", ", ","]))
            return (.array(ArrayNode(parts.map { ArrayItem($0.0) })), "[\(text)]")
        }
        let items = parts.enumerated().map { MapItem(key: .string("f\($0)"), value: $1.0) }
        let text = parts.enumerated().map { "f\($0): \($1.1)" }.joined(separator: ", ")
        return (.map(MapNode(items)), "{\(text)}")
    }

    private mutating func scalar(inFlow: Bool) -> (YAMLValue, String) {
        switch random.next(below: 6) {
        case 0: return random.pick([(.null, "null"), (.null, "~"), (.null, "Null")])
        case 1:
            return random.pick([
                (.bool(true), "yes"), (.bool(false), "No"), (.bool(true), "on"),
                (.bool(false), "false"), (.bool(true), "Y"), (.string("yEs"), "yEs"),
            ])
        case 2:
            return random.pick([
                (.int(12), "12"), (.int(-7), "-7"), (.int(31), "0x1F"), (.int(8), "010"),
                (.int(1000), "1_000"), (.int(5), "0b101"), (.string("1:20"), "1:20"),
                (.float(1.5), "1.5"), (.float(0.25), ".25"), (.float(1250.5), "12.505e+2"),
            ])
        case 3: return plain()
        default: return quoted()
        }
    }

    private mutating func plain() -> (YAMLValue, String) {
        let text = random.pick([
            "word", "two words", "http://a.b/c", "é", "a'b", "1.2.3", "-x", "a#b",
        ])
        return (.string(text), text)
    }

    private mutating func quoted() -> (YAMLValue, String) {
        random.pick([
            (.string(""), "''"), (.string("it's"), "'it''s'"), (.string("a: b"), "'a: b'"),
            (.string("\t\u{0}\u{85}"), #""\t\0\N""#), (.string("é\n"), #""\xe9\n""#),
            (.string("😀"), #""\U0001F600""#), (.string("null"), "'null'"),
            (.string("2001-01-01"), "'2001-01-01'"), (.string("#! x"), "\"#! x\""),
            (.string("a b"), #""a\x20b""#), (.string("5"), "!!str 5"), (.int(5), "!!int 5"),
        ])
    }
}
