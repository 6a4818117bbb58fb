import Testing

@testable import YAMLTree

/// The reader against short texts whose meaning in YAML 1.1 is known.
struct ReadingTests {
    private func read(_ text: String) throws -> DocumentSet {
        try YAMLReader().read(text, name: "x.yml")
    }

    private func value(_ scalar: String) throws -> YAMLValue {
        guard case .map(let map) = try read("v: " + scalar).items[0].value else { return .null }
        return map.items[0].value
    }

    @Test(
        "reads scalars as YAML 1.1",
        arguments: [
            ("yes", "true"), ("n", "false"), ("Off", "false"), ("~", "null"), ("", "null"),
            ("010", "8"), ("0o14", "12"), ("0x1F", "31"), ("1_000", "1000"), ("-0b11", "-3"),
            ("1:20", "\"1:20\""), ("1e3", "1000"), (".5", "0.5"), ("08", "8"), ("'1'", "\"1\""),
            ("2001-12-14", "\"2001-12-14\""), ("18446744073709551615", "18446744073709551615"),
            ("18446744073709551616", "1.8446744073709552e+19"), ("!!str 1", "\"1\""),
            ("!!float 1", "1"), ("!!binary aGk=", "hi"), ("!!binary /w==", "!!binary /w=="),
        ])
    func scalars(text: String, expected: String) throws {
        #expect(YAMLPrinter.text(try value(text)) == expected + "\n")
    }

    @Test("an alias is a copy of what it names, and a merge expands in place")
    func aliases() throws {
        let documents = try read("a: &x {k: 1}\nb: *x\nc:\n  <<: *x\n  l: 2\n")
        #expect(
            String(decoding: YAMLPrinter.print(documents.items), as: UTF8.self)
                == "a:\n  k: 1\nb:\n  k: 1\nc:\n  k: 1\n  l: 2\n")
    }

    @Test("an alias bomb is refused instead of filling the memory")
    func bomb() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
        for level in 1...12 {
            let names = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(names)]\n"
        }
        #expect(throws: YAMLError.self) { try read(text) }
    }

    @Test("deep nesting is refused instead of overflowing the stack")
    func depth() {
        #expect(throws: YAMLError.self) { try read(String(repeating: "[", count: 100_000)) }
        #expect(throws: YAMLError.self) { try read(String(repeating: "- ", count: 100_000)) }
    }

    @Test("an error names the line scripts expect, and knows its column")
    func errors() {
        #expect {
            try read("a: 1\nb: @x\n")
        } throws: { error in
            let error = error as? YAMLError
            return error?.description
                == "yaml: line 2: found character that cannot start any token"
                && error?.line == 2 && error?.column == 4
        }
    }

    @Test("a comment belongs to the node on its line, else to the next one below")
    func comments() throws {
        let documents = try read("#! top\na: #@ 1\n  b: 2 #! inner\n#! loose\n")
        guard case .map(let map) = documents.items[0].value,
            case .map(let inner) = map.items[0].value
        else {
            Issue.record("expected maps")
            return
        }
        #expect(map.items[0].comments.map(\.text) == ["! top", "@ 1"])
        #expect(inner.items[0].comments.map(\.text) == ["! inner"])
        #expect(documents.items.last?.isInjected == true)
        #expect(documents.items.last?.comments.map(\.text) == ["! loose"])
    }

    @Test("a repeated key is found, with both places")
    func duplicates() throws {
        guard case .map(let map) = try read("a: 1\nb: 2\na: 3\n").items[0].value else { return }
        let pair = map.firstDuplicate()
        #expect(pair?.earlier.position.compact == "x.yml:1")
        #expect(pair?.item.position.compact == "x.yml:3")
        map.keepLastOfEachKey()
        #expect(YAMLPrinter.text(.map(map)) == "a: 3\nb: 2\n")
    }

    @Test("strict mode refuses what other readers would read otherwise")
    func strict() {
        #expect(throws: YAMLError.self) {
            try YAMLReader(isStrict: true).read("a: yes\n", name: "x")
        }
        #expect(throws: Never.self) { try YAMLReader(isStrict: true).read("a: true\n", name: "x") }
    }

    @Test("arbitrary bytes give a tree or an error", arguments: 0..<200)
    func arbitraryBytes(seed: Int) {
        var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1
        let alphabet = Array("-:?[]{},#&*!|>'\"%@` \n\t\\ab01\u{85}é".utf8)
        let bytes = (0..<400).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return alphabet[Int(state >> 33) % alphabet.count]
        }
        do {
            let documents = try YAMLReader().read(bytes, name: "x")
            #expect(!documents.items.isEmpty)
        } catch {
            #expect(error.line > 0)
        }
    }
}
