import Testing

@testable import YAMLTree

/// Trees made at random, printed and read again. A failure names the seed.
@Suite struct PropertyTests {
    private static let seeds = Array(UInt64(1)...300)

    @Test(arguments: seeds) func whatIsPrintedIsReadAsTheSameTree(_ seed: UInt64) throws {
        var random = RandomTree(seed: seed)
        let tree = random.collection(depth: 0)
        let text = YAMLPrinter.text(tree)
        let again = try YAMLReader().read(text, name: "a")
        #expect(again.items.count == 1)
        #expect(again.items.first?.value == tree, "seed \(seed):\n\(text)")
    }

    @Test(arguments: seeds) func severalDocumentsKeepTheirOrder(_ seed: UInt64) throws {
        var random = RandomTree(seed: seed)
        // Nothing is printed of a document without content.
        let documents = (0..<3).map { _ in Document(random.collection(depth: 1)) }
            .filter { !$0.isEmpty }
        let text = YAMLPrinter.print(documents)
        let again = try YAMLReader(withoutComments: true).read(text, name: "a")
        // No text at all reads as one document without content.
        let values = again.items.filter { !$0.isEmpty }.map(\.value)
        #expect(values == documents.map(\.value), "seed \(seed)")
    }

    @Test(arguments: seeds) func printingTwiceGivesTheSameBytes(_ seed: UInt64) throws {
        var (first, second) = (RandomTree(seed: seed), RandomTree(seed: seed))
        let text = YAMLPrinter.print(first.collection(depth: 0))
        #expect(text == YAMLPrinter.print(second.collection(depth: 0)))
    }

    @Test func placesNameTheLineEachNodeBeginsOn() throws {
        let documents = try YAMLReader().read(
            "a:\n- b: |\n    x\n    y\n- c\n---\nd: 1\n", name: "a")
        let (bytes, places) = YAMLPrinter.printWithPlaces(documents.items)
        #expect(bytes == YAMLPrinter.print(documents.items))
        let lines = places.map { place -> String in
            let name = (place.node as? MapItem)?.key.keyText ?? place.node.kindName
            return "\(place.line) \(name)"
        }
        #expect(
            lines == [
                "1 document", "1 a", "2 array item", "2 b", "5 array item", "6 document", "7 d",
            ])
    }

    @Test(arguments: [
        ("a?>~", "YT8-fg", true, false), ("a?>~", "YT8+fg==", false, true),
        ("ab", "YWI", false, false), ("ab", "YWI=", true, true),
    ]) func base64HasFourForms(_ text: String, _ encoded: String, isURL: Bool, isPadded: Bool)
        throws
    {
        var base64 = Base64()
        (base64.isURL, base64.isPadded) = (isURL, isPadded)
        #expect(base64.encode(Array(text.utf8)) == encoded)
        #expect(try base64.decodeReporting(encoded).get() == Array(text.utf8))
    }

    @Test func strictBase64RefusesLooseBits() throws {
        var base64 = Base64()
        #expect(try base64.decodeReporting("YWJ=").get() == Array("ab".utf8))
        base64.isStrict = true
        #expect(throws: Base64.Corrupt.self) { try base64.decodeReporting("YWJ=").get() }
    }
}

/// Trees with the texts and numbers that YAML readers stumble over.
private struct RandomTree {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    private mutating func next(below bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
    }

    mutating func collection(depth: Int) -> YAMLValue {
        let count = next(below: 5)
        if next(below: 2) == 0 {
            return .array(ArrayNode((0..<count).map { _ in ArrayItem(value(depth: depth + 1)) }))
        }
        let map = MapNode(
            (0..<count).map { _ in MapItem(key: scalar(), value: value(depth: depth + 1)) })
        map.keepLastOfEachKey()
        return .map(map)
    }

    private mutating func value(depth: Int) -> YAMLValue {
        depth < 5 && next(below: 3) == 0 ? collection(depth: depth) : scalar()
    }

    /// No float that is a whole number: it is printed without a point, as the reference prints it,
    /// and so comes back as an integer.
    private mutating func scalar() -> YAMLValue {
        switch next(below: 8) {
        case 0: .null
        case 1: .bool(next(below: 2) == 0)
        case 2: .int(next(below: 2_000_001) - 1_000_000)
        case 3: .unsigned(UInt64(Int.max) + 1 + UInt64(next(below: 1000)))
        case 4: .float(Double(next(below: 100_000)) + 0.25)
        default: .string(text())
        }
    }

    private static let awkward = [
        "", " ", "~", "null", "yes", "No", "on", "1", "0x1F", "0o14", "010", "1_000", "1:20", "1e3",
        ".5", ".inf", "2001-01-01", "-", "- a", "a: b", "a #b", "#a", "&a", "*a", "!a", "|", ">",
        "'", "\"", "%a", "@a", "`a", "{", "}", "[", "]", ",", "?", ":", "a:", "\\", "\n", "a\n",
        "a\nb", "a\n\n", " a\nb", "a \nb", "\ta", "a\tb", "é", "日本", "😀", "\u{FEFF}a", "\u{0}",
        "\u{7F}", "---", "...", "--- a", "=", "y", "n", "a\r\nb",
    ]

    private mutating func text() -> String {
        let count = 1 + next(below: 3)
        return (0..<count).map { _ in Self.awkward[next(below: Self.awkward.count)] }.joined()
    }
}
