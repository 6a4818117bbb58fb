import Testing

@testable import YAMLTree

/// The printer against texts whose form is fixed, and against the reader.
struct PrintingTests {
    @Test(
        "quotes a string only where it would read as something else",
        arguments: [
            ("plain", "plain"), ("yes", "\"yes\""), ("", "\"\""), ("1:20", "\"1:20\""),
            ("- a", "'- a'"), ("a: b", "'a: b'"), ("it's", "it's"), (" x", "' x'"),
            ("a\tb", "\"a\\tb\""), ("😀", "\"\\U0001F600\""), ("é", "é"),
            ("a\nb", "|-\n  a\n  b"), ("a\n", "|\n  a"), ("\n", "|2+\n"), (" a\n", "|2\n   a"),
            ("a \nb", "\"a \\nb\""),
        ])
    func strings(text: String, expected: String) {
        #expect(YAMLPrinter.text(.string(text)) == expected + "\n")
    }

    @Test(
        "prints numbers as Go's %g",
        arguments: [
            (1.0, "1"), (999_999.5, "999999.5"), (1_000_000, "1e+06"), (0.0001, "0.0001"),
            (0.00001, "1e-05"), (123_456_789, "1.23456789e+08"), (0.1, "0.1"), (-0.0, "-0"),
            (.infinity, ".inf"), (3.4028234663852886e+38, "3.4028234663852886e+38"),
        ] as [(Double, String)])
    func floats(value: Double, expected: String) {
        #expect(YAMLPrinter.text(.float(value)) == expected + "\n")
    }

    @Test(
        "what is printed reads back as the same tree",
        arguments: [
            "a:\n- b: 1\n  c: [x, {y: z}]\n- - 1\n  - []\nd: {}\n",
            "? [a, b]\n: c\n", "k: |+\n  a\n\n", "\"\\x00\": 'a: b'\n", "- \"  \\n \"\n",
            "'a''': [.nan]\n".replacing(".nan", with: ".inf"), "!!binary /w==: x\n",
        ])
    func roundTrip(text: String) throws {
        let tree = try YAMLReader().read(text, name: "x")
        let again = try YAMLReader().read(YAMLPrinter.print(tree.items), name: "y")
        #expect(YAMLValue.documents(tree) == .documents(again))
    }

    @Test("JSON sorts keys and escapes what browsers act on")
    func json() throws {
        let tree = try YAMLReader().read("b: <&>\na: 1e+30\nn: [0.0000001]\n", name: "x")
        #expect(
            String(decoding: try JSONPrinter.print(tree.items[0].value), as: UTF8.self)
                == #"{"a":1e+30,"b":"\u003c\u0026\u003e","false":[1e-7]}"#)
    }

    @Test("positions stand before every node")
    func positions() throws {
        let tree = try YAMLReader().read("a:\n- 1\n", name: "x.yml")
        var printer = PositionPrinter()
        #expect(
            printer.print(tree.items[0])
                == """
                          x.yml:1 | [doc]
                          x.yml:1 |   a:
                          x.yml:2 |     [0] 1

                """)
    }
}
