import Testing

@testable import Starlark

/// Goal: what is wrong with a text is said in the words and at the place that templates are known
/// to report. Method: one text for each complaint.
@Suite struct ReadingTests {
    @Test(
        "says what it stumbled over, in the words of the language",
        arguments: [
            ("x = 1 +", "got end of file, want primary expression"),
            ("if True\n  x\nend", "got newline, want ':'"),
            (
                "if True:\n  x\n",
                "mismatched set of block openings (if/else/elif/for/def) and closing (end)"
            ),
            ("end", "unexpected end"),
            ("if True: pass", "use of reserved keyword 'pass' is not allowed"),
            ("a.and.b", "use of reserved keyword 'and' is not allowed (expected identifier)"),
            ("a = b = c", "got '=', want newline"),
            ("x = 1 < 2 < 3", "< does not associate with < (use parens)"),
            ("x = 'a", "unexpected EOF in string"),
            ("x = 'a\n'", "unexpected newline in string"),
            ("x = $", "unexpected input character '$'"),
            ("x = 08", "invalid int literal"),
            ("x = 0x", "invalid hex literal"),
            ("f(a.b=1)", "keyword argument must have form name=expr"),
            ("x = 1,", "unparenthesized tuple with trailing comma"),
            ("a if b", "conditional expression without else clause"),
            ("load('a')", "load statement must import at least 1 symbol"),
            ("import x", "got illegal token, want primary expression"),
        ])
    func complaints(_ text: String, _ message: String) {
        #expect(Running.message(text) == message)
    }

    @Test(
        "finds everything that is wrong with names at once",
        arguments: [
            ("print(tpyo)\ntypo = 1\nx = y", "undefined: tpyo; undefined: y"),
            ("typo = 1\nprint(tipo)", "undefined: tipo (did you mean typo?)"),
            ("return 1", "return statement not within a function"),
            ("def f():\n  break\nend", "break not in a loop"),
            ("1 = 2", "can't assign to literal"),
            ("() = 1", "can't assign to ()"),
            ("(a, b) += 1", "can't use tuple expression in augmented assignment"),
            ("def f(a, a): return a", "duplicate parameter: a"),
            ("def f(a=1, b): return a", "required parameter may not follow optional"),
            ("def f(*): return 1", "bare * must be followed by keyword-only parameters"),
            ("dict(a=1, a=2)", "keyword argument a repeated"),
            ("load('m', '_x')", "load: names with leading underscores are not exported: _x"),
        ])
    func names(_ text: String, _ message: String) {
        #expect(Running.message(text) == message)
    }

    @Test("names line and column, counted from one")
    func places() throws {
        let error = #expect(throws: SourceErrors.self) {
            try SyntaxTree.parse("a = 1\nb = é + $\n", file: "x.star")
        }
        #expect(error?.errors.first?.position == Position(line: 2, column: 9))
        #expect(error?.description == "x.star:2:9: unexpected input character '$'")
    }

    @Test("closes blocks with end, whatever the indentation")
    func blocks() throws {
        let text = """
            def sign(n):
            if n < 0:
            return "below"
            elif n == 0: return "zero"
            else:
            return "above"
            end
            end
            for n in [-1, 0, 1]: print(sign(n))
            """
        // `elif` after a one-line suite would close a block of its own, as it does in the reference.
        let regular = text.replacing("elif n == 0: return", with: "elif n == 0:\nreturn")
        #expect(try Running.printed(regular) == ["below", "zero", "above"])
    }

    @Test("reads every form of number and string")
    func literals() throws {
        #expect(
            try Running.value(of: "[0x1F, 0o17, 0b101, 017, 1e3, .5, 1.]")
                == "[31, 15, 5, 15, 1000, 0.5, 1]")
        #expect(
            try Running.value(of: #""\x41\101\n\q" + r'\n' + '''a"b'''"#) == #""AA\n\\q\\na\"b""#)
        #expect(
            try Running.value(of: "170141183460469231731687303715884105728")
                == "170141183460469231731687303715884105728")
    }

    @Test("refuses nesting that no stack would hold instead of crashing")
    func nesting() {
        #expect(Running.message(String(repeating: "(", count: 100_000)) == "nested too deeply")
        #expect(
            Running.message("x = " + String(repeating: "-", count: 100_000) + "1")
                == "nested too deeply")
        #expect(
            Running.message("x = 1" + String(repeating: "+1", count: 100_000))
                == "expression too long")
        #expect(
            Running.message("x = a" + String(repeating: ".b", count: 100_000))
                == "expression too long")
    }
}
