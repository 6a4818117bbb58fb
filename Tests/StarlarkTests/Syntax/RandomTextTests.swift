import Testing

@testable import Starlark

/// Goal: any bytes give a program or an error with a place. Method: random bytes, random words of
/// the language, and small programs with a piece changed, all from fixed seeds.
@Suite struct RandomTextTests {
    private static let words = [
        "def", "f", "(", ")", ":", "\n", "end", "if", "else", "elif", "for", "in", "while", "x",
        "y",
        "=", "+=", "1", "2.5", "'s'", "[", "]", "{", "}", ",", ".", "lambda", "return", "break",
        "not",
        "and", "or", "*", "**", "-", "%", "<<", "==", "load", "#c", "\\\n", "\"\"\"", "is", "None",
    ]

    private static let programs = [
        "def f(a, b=1, *c, **d):\n  for x, (y, z) in a:\n    if x:\n      break\n    else:\n      continue\n    end\n  end\n  return [i for i in c if i]\nend\nf([(1, (2, 3))])\n",
        "x = {k: v % 3 for k, v in {'a': 1}.items()}\ng = lambda *a: a[1:2] or x.get('a', [])\nprint(\"%s\" % g(1, 2), x['a'] if x else None)\n",
        "n = 0\nwhile n < 3:\n  n += 1\nend\nload('m', y='x')\n(a, [b, c]) = 1, (2, 3)\n",
    ]

    /// Reads, resolves and runs; true when there was a program, false when there was an error.
    private func survives(_ bytes: [UInt8]) throws -> Bool {
        try BigStack.run {
            do {
                let tree = try SyntaxTree.parse(bytes, file: "random")
                let program = try Program.compile(tree) { _ in false }
                let interpreter = Interpreter(limits: Limits(steps: 2_000, depth: 100))
                do { _ = try interpreter.run(program) } catch let error as EvaluationError {
                    #expect(!error.frames.isEmpty)
                }
                return true
            } catch let errors as SourceErrors {
                #expect(!errors.errors.isEmpty)
                #expect(errors.errors.allSatisfy { $0.position.line > 0 && $0.position.column > 0 })
                return false
            }
        }
    }

    @Test("random bytes never crash it", arguments: 0..<300)
    func bytes(_ seed: UInt64) throws {
        var generator = Seeded(seed: seed)
        let bytes = (0..<Int.random(in: 0...200, using: &generator)).map { _ in
            UInt8.random(in: 0...255, using: &generator)
        }
        _ = try survives(bytes)
    }

    @Test("random words of the language never crash it", arguments: 0..<1_000)
    func words(_ seed: UInt64) throws {
        var generator = Seeded(seed: seed)
        let text = (0..<Int.random(in: 1...40, using: &generator)).map { _ in
            Self.words.randomElement(using: &generator) ?? ""
        }.joined(separator: Bool.random(using: &generator) ? " " : "")
        _ = try survives(Array(text.utf8))
    }

    @Test("programs with pieces changed never crash it", arguments: 0..<1_000)
    func changes(_ seed: UInt64) throws {
        var generator = Seeded(seed: seed)
        var bytes = Array((Self.programs.randomElement(using: &generator) ?? "").utf8)
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
            let place = Int.random(in: 0..<bytes.count, using: &generator)
            switch Int.random(in: 0...2, using: &generator) {
            case 0: bytes.remove(at: place)
            case 1: bytes[place] = bytes[Int.random(in: 0..<bytes.count, using: &generator)]
            default:
                let word = Self.words.randomElement(using: &generator) ?? ""
                bytes.insert(contentsOf: Array(word.utf8), at: place)
            }
        }
        _ = try survives(bytes)
    }

    @Test("the programs themselves are right, but for the module that is not there")
    func unchanged() throws {
        for program in Self.programs { #expect(try survives(Array(program.utf8))) }
    }
}
