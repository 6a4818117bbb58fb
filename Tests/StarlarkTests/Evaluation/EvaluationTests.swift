import Testing

@testable import Starlark

/// Goal: programs mean what they mean in the reference. Method: small programs and what they print.
@Suite struct EvaluationTests {
    @Test(
        "works out expressions",
        arguments: [
            ("(7 // -2, 7 % -2, -7 // 2, -7 % 2)", "(-4, -1, -4, 1)"),
            ("(7.5 // 2, -7.5 % 2, 7 / 2)", "(3, -1.5, 3.5)"),
            ("9223372036854775807 + 1", "9223372036854775808"),
            ("-9223372036854775808 // -1", "9223372036854775808"),
            ("(1 << 70) >> 69", "2"),
            ("~(1 << 64) & 0xFF", "255"),
            ("1 if [] else 2", "2"),
            ("[] or {} or 'x'", "\"x\""),
            ("1 and 0 and 2", "0"),
            ("not 1 == 2", "True"),
            ("2 not in [1, 2]", "False"),
            ("'b' in 'abc'", "True"),
            ("[1, 2] + [3] * 2", "[1, 2, 3, 3]"),
            ("(1,) + ()", "(1,)"),
            ("[x * y for x in [1, 2] for y in [3, 4] if x + y != 5]", "[3, 8]"),
            ("{k: v for k, v in [('a', 1), ('b', 2)]}", "{\"a\": 1, \"b\": 2}"),
            ("(lambda x, *y, z=3, **w: (x, y, z, w))(1, 2, z=4, q=5)", "(1, (2,), 4, {\"q\": 5})"),
            ("'banana'[-4:-1], 'banana'[::-2]", "(\"nan\", \"aaa\")"),
            ("range(10)[2:8:3], list(range(5, 0, -2))", "(range(2, 8, 3), [5, 3, 1])"),
            ("{1: 'a', 1.0: 'b'} if False else {1: 'a'}.get(1.0)", "\"a\""),
            ("sorted([3, 1, 2], key=lambda x: -x)", "[3, 2, 1]"),
            ("1 == 1.0, 2 < 2.5, (1, 2) < (1, 3)", "(True, True, True)"),
            ("2 * (1 << 64) == 2.0 * (1 << 64)", "True"),
        ])
    func expressions(_ expression: String, _ result: String) throws {
        #expect(try Running.value(of: "(\(expression))") == result)
    }

    @Test("prints numbers as Go does")
    func floats() throws {
        #expect(
            try Running.value(of: "[1.0, 123456.0, 1234567.0, 1e20, 0.0001, 0.00001, -0.0, 1/3]")
                == "[1, 123456, 1.23457e+06, 1e+20, 0.0001, 1e-05, -0, 0.333333]")
        #expect(
            try Running.value(of: "'%g %e %f' % (123456789.0, 1.5, 0.1)")
                == "\"1.23456789e+08 1.500000e+00 0.100000\"")
        #expect(
            try Running.value(of: "[float('inf'), -float('inf'), float('nan')]")
                == "[+Inf, -Inf, NaN]")
    }

    @Test("works out the right side first, and targets from left to right")
    func order() throws {
        let text = """
            calls = []
            def f(name, result):
              calls.append(name)
              return result
            end
            f("list", [0])[f("index", 0)] = f("right", 0)
            f("list", [0])[f("index", 0)] += f("added", 1)
            print(" ".join(calls))
            """
        #expect(try Running.printed(text) == ["right list index list index added"])
    }

    @Test("inner functions share the variables of outer ones")
    func closures() throws {
        let text = """
            def counter():
              counts = [0]
              def add(n=1):
                counts[0] += n
                return counts[0] + late
              end
              late = 10
              return add
            end
            a, b = counter(), counter()
            print(a(), a(5), b())
            """
        #expect(try Running.printed(text) == ["11 16 11"])
    }

    @Test("leaves loops early and starts the next round early")
    func loops() throws {
        let text = """
            out = []
            for i in range(10):
              if i % 2: continue
              for j in [1, 2, 3]:
                if j == 2: break
                out.append((i, j))
              end
              if i == 4: break
            end
            n = 3
            while n:
              n -= 1
              if n == 1: continue
              out.append(n)
            end
            print(out)
            """
        #expect(try Running.printed(text) == ["[(0, 1), (2, 1), (4, 1), 2, 0]"])
    }

    @Test("a list that holds itself prints and does not compare for ever")
    func cycles() throws {
        #expect(try Running.printed("x = [1]\nx.append(x)\nprint(x)") == ["[1, [...]]"])
        #expect(
            Running.message("x = [1]\nx.append(x)\nx == x")
                == "comparison exceeded maximum recursion depth")
    }

    @Test("a value nested very deep is made, printed and thrown away")
    func deepValues() throws {
        let text = "x = []\nfor i in range(100000): x = [x]\nprint(len(str(x)) > 0)"
        #expect(try Running.printed(text) == ["True"])
    }

    @Test("loads names from modules, and says which are missing")
    func load() throws {
        let modules = ["m": ["value": Value.int(7), "other": Value.none]]
        #expect(try Running.printed("load('m', v='value')\nprint(v)", modules: modules) == ["7"])
        let error = #expect(throws: EvaluationError.self) {
            try Running.printed("load('m', 'valeu')", modules: modules)
        }
        #expect(error?.message == "load: name valeu not found in module m (did you mean value?)")
        #expect(Running.message("load('n', 'x')") == "cannot load n: no such module")
    }

    @Test("what is frozen stays as it is")
    func freezing() throws {
        try BigStack.run {
            let interpreter = Interpreter()
            let globals = try interpreter.run(
                Running.program("d = {'a': [1]}\ndef f(): d['a'].append(2)\ndef g(): d['b'] = 1"))
            globals["d"]?.freeze()
            let append = #expect(throws: EvaluationError.self) {
                try interpreter.call(globals["f"] ?? .none, [])
            }
            #expect(append?.message == "append: cannot append to frozen list")
            let insert = #expect(throws: EvaluationError.self) {
                try interpreter.call(globals["g"] ?? .none, [])
            }
            #expect(insert?.message == "cannot insert into frozen hash table")
        }
    }

    @Test("a program that runs on for ever is stopped")
    func limits() {
        #expect(
            Running.message("while True: 1", limits: Limits(steps: 1_000))
                == "too many steps (limit 1000)")
        #expect(
            Running.message("def f(): return f()\nf()", limits: Limits(depth: 50))
                == "calls are nested too deeply (50 of them)")
        #expect(
            Running.message(
                "x = 'a' * 1000\nfor i in range(30): x += x", limits: Limits(memory: 50 << 20)
            ).hasPrefix("too much memory (limit "))
    }

    @Test("calls nested without end are refused before the stack is full")
    func recursion() {
        let message = Running.message("def f(): return f()\nf()")
        #expect(message.hasPrefix("calls are nested too deeply"))
    }

    @Test("memory comes back once a program's functions are not needed any more")
    func forgetting() throws {
        try BigStack.run {
            weak var seen: HostObject?
            do {
                let interpreter = Interpreter()
                let object = StructValue([])
                seen = object
                let program = try SyntaxTree.parse("def f(): return f\nkept = given", file: "t")
                _ = try interpreter.run(
                    Program.compile(program) { $0 == "given" },
                    predeclared: ["given": .object(object)])
                interpreter.forget()
            }
            #expect(seen == nil)
        }
    }
}
