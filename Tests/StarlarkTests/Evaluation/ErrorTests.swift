import Testing

@testable import Starlark

/// Goal: errors say what the reference says, and where. Method: one program for each.
@Suite struct ErrorTests {
    @Test(
        "says what went wrong, in the words of the language",
        arguments: [
            ("'a' + 1", "unknown binary op: string + int"),
            ("1 < 'a'", "int < string not implemented"),
            ("-'a'", "unknown unary op: - string"),
            ("{}['a']", "key \"a\" not in dict"),
            ("[1][1]", "list index 1 out of range [-1:0]"),
            ("()[0]", "index 0 out of range: empty tuple"),
            ("[1]['a']", "list index: got string, want int"),
            ("None[0]", "unhandled index operation NoneType[int]"),
            ("1 // 0", "floored division by zero"),
            ("1 % 0", "integer modulo by zero"),
            ("1.0 / 0", "real division by zero"),
            ("{[]: 1}", "unhashable type: list"),
            ("{1: 1, 1: 2}", "duplicate key: 1"),
            ("'abc'.lenght", "string has no .lenght field or method"),
            (
                "'abc'.starts_with",
                "string has no .starts_with field or method (did you mean .startswith?)"
            ),
            ("1()", "invalid call of non-function (int)"),
            ("a, b = 1", "got int in sequence assignment"),
            ("a, b = [1]", "too few values to unpack (got 1, want 2)"),
            ("a, b = 1, 2, 3", "too many values to unpack (got 3, want 2)"),
            ("for x in 'abc': x", "string value is not iterable"),
            ("len(1)", "len: value of type int has no len"),
            ("len()", "len: got 0 arguments, want 1"),
            ("'a'.split(1)", "split: got int for separator, want string"),
            ("[].insert(1.0, 2)", "insert: for parameter 1: got float, want int"),
            ("int('x')", "int: invalid literal with base 10: x"),
            ("float('x')", "float: strconv.ParseFloat: parsing \"x\": invalid syntax"),
            ("fail('a', 1, sep='-')", "fail: a-1"),
            ("'%d' % 'x'", "%d format requires integer: cannot convert string to int"),
            ("'%s %s' % 1", "not enough arguments for format string"),
            ("(lambda x: x)()", "function lambda missing 1 argument (x)"),
            ("(lambda x: x)(1, 2)", "function lambda accepts 1 positional argument (2 given)"),
            (
                "(lambda x=1: x)(1, 2)",
                "function lambda accepts at most 1 positional argument (2 given)"
            ),
            ("(lambda: 1)(2)", "function lambda accepts no arguments (1 given)"),
            ("(lambda x: x)(1, x=2)", "function lambda got multiple values for parameter \"x\""),
            ("(lambda x: x)(y=2)", "function lambda got an unexpected keyword argument \"y\""),
            ("(lambda *, k: k)()", "function lambda missing 1 argument (k)"),
            ("dict(**1)", "argument after ** must be a mapping, not int"),
            ("list(*'abc')", "argument after * must be iterable, not string"),
            ("x = [1]\nfor y in x: x.append(y)", "append: cannot append to list during iteration"),
            ("x = {1: 1}\nfor y in x: x[2] = y", "cannot insert into hash table during iteration"),
            ("def f():\n  x += 1\nend\nf()", "local variable x referenced before assignment"),
            ("x += 1", "global variable x referenced before assignment"),
            ("(1).x = 2", "can't assign to .x field of int"),
            ("'abc'[0] = 'x'", "string value does not support item assignment"),
        ])
    func messages(_ text: String, _ message: String) {
        #expect(Running.message(text) == message)
    }

    @Test("names the line of every call under way")
    func stack() {
        let text = """
            def inner(n):
              return n.missing
            end
            def outer(n):
              x = 1
              return sorted([n], key=inner)
            end

            outer(1)
            """
        #expect(Running.lines(text) == [2, 0, 6, 9])
    }

    @Test("a call with wrong arguments stands where the function begins")
    func argumentErrors() {
        #expect(Running.lines("def f(a):\n\n  return a\nend\nf()") == [3, 5])
        #expect(Running.lines("def f(a):\n\n  return 1\nend\nf()") == [1, 5])
    }

    @Test("code that a host added is reported at the last place known before it")
    func addedCode() throws {
        try BigStack.run {
            let tree = try SyntaxTree.parse("x = len([])\n", file: "t")
            tree.statements.append(
                Statement(.expression(.call("boom", [])), at: .none))
            let program = try Program.compile(tree) { $0 == "boom" }
            let boom = Value.builtin("boom") { _, _ in throw Failure("boom: no") }
            let error = #expect(throws: EvaluationError.self) {
                try Interpreter().run(program, predeclared: ["boom": boom])
            }
            #expect(error?.frames.map(\.position.line) == [1, 0])
            #expect(error?.frames.map(\.name) == ["<toplevel>", "boom"])
        }
    }

    /// A value whose fields are worked out by a function of the program.
    private final class Computed: HostObject {
        let interpreter: Interpreter
        let function: Value

        init(_ interpreter: Interpreter, _ function: Value) {
            self.interpreter = interpreter
            self.function = function
            super.init()
        }

        override var hasAttributes: Bool { true }
        override func attribute(_ name: ByteString) throws -> Value? {
            try interpreter.call(function, [.string(name)])
        }
    }

    @Test("a function that a host's value calls stands below the line that asked for the value")
    func callsFromValues() throws {
        let text = "def f(name):\n  return fail(name)\nend\nx = computed(f)\n\nx.field\n"
        try BigStack.run {
            let program = try Program.compile(SyntaxTree.parse(text, file: "t")) {
                $0 == "computed"
            }
            let computed = Value.builtin("computed") { .object(Computed($0, $1[0])) }
            let error = #expect(throws: EvaluationError.self) {
                try Interpreter().run(program, predeclared: ["computed": computed])
            }
            #expect(error?.message == "fail: field")
            #expect(error?.frames.map(\.position.line) == [6, 2, 0])
        }
    }
}
