import Foundation
import Testing

@testable import Starlark

/// Goal: the language's own tests give what the reference gave. Method: the programs are taken out
/// of the template cases as they lie beside the project, and run with stand-ins for the modules
/// they load.
@Suite struct ConformanceTests {
    private struct Case: Decodable {
        struct Result: Decodable {
            let rc: Int
            let stdout: String
            let stderr: String
        }
        let id: String
        let suite: String
        let files: [String: Content]
        let result: Result
    }

    /// A file's text; files that are no text belong to other suites.
    private struct Content: Decodable {
        let text: String?

        init(from decoder: any Decoder) throws {
            text = try? decoder.singleValueContainer().decode(String.self)
        }
    }

    private static let path = "../shared/conformance/templates/cases.jsonl"

    private static func cases() throws -> [Case] {
        guard let data = FileManager.default.contents(atPath: path) else { return [] }
        return try data.split(separator: UInt8(ascii: "\n"))
            .map { try JSONDecoder().decode(Case.self, from: $0) }
            .filter { $0.suite == "starlark" }
    }

    @Test("passes the tests of the language")
    func language() throws {
        let cases = try Self.cases()
        if cases.isEmpty { print("not run: no \(Self.path)") }
        for test in cases {
            let source = try #require(test.files["in/t.star"]?.text)
            if test.result.rc == 0 {
                #expect(
                    try outcome(source) == Self.expectedOutcome(test.result.stdout), "\(test.id)")
            } else {
                #expect(failure(source) == Self.expectedFailure(test.result.stderr), "\(test.id)")
            }
        }
    }

    /// How many assertions held, and what the others said.
    private struct Outcome: Equatable {
        var passed: String
        var failures: [String]
    }

    private func outcome(_ source: String) throws -> Outcome {
        try BigStack.run {
            let interpreter = Self.interpreter()
            let globals = try interpreter.run(Running.program(source))
            let results = try interpreter.call(globals["zz_results"] ?? .none, [])
            guard case .dict(let results) = results else {
                return Outcome(passed: "", failures: [])
            }
            let failures = results["failures"]?.elements() ?? []
            return Outcome(
                passed: results["passed"]?.displayText ?? "", failures: failures.map(\.displayText))
        }
    }

    private static func expectedOutcome(_ yaml: String) -> Outcome {
        var outcome = Outcome(passed: "", failures: [])
        for line in yaml.split(separator: "\n") {
            if let count = line.wholeMatch(of: /\s+passed: (.*)/) {
                outcome.passed = String(count.1)
            }
            guard let failure = line.wholeMatch(of: /\s+- (.*)/) else { continue }
            let text = String(failure.1)
            let isQuoted = text.hasPrefix("'")
            outcome.failures.append(
                isQuoted ? String(text.dropFirst().dropLast()).replacing("''", with: "'") : text)
        }
        return outcome
    }

    /// The message, then name and line of each call under way.
    private func failure(_ source: String) -> [String] {
        do {
            return try BigStack.run {
                _ = try Self.interpreter().run(Running.program(source))
                return ["no error"]
            }
        } catch let error as EvaluationError {
            let frames = error.frames.reversed().filter(\.position.isKnown)
            return [error.message] + frames.flatMap { [$0.name, "\($0.position.line)"] }
        } catch { return ["\(error)"] }
    }

    private static func expectedFailure(_ text: String) -> [String] {
        text.split(separator: "\n").compactMap { line in
            let match =
                line.wholeMatch(of: /- (.*)/) ?? line.wholeMatch(of: /\s+in (.*)/)
                ?? line.wholeMatch(of: /\s+(\d+) \|.*/)
            return match.map { String($0.1) }
        }
    }

    private static func interpreter() -> Interpreter {
        Interpreter { _, module in
            guard let exports = modules[module] else {
                throw Failure(
                    "Expected to find file '\(module)' "
                        + "(hint: only files included via -f flag are available)")
            }
            return exports
        }
    }

    private static var modules: [String: [String: Value]] {
        let structure = ModuleValue(
            "struct", [("make", .builtin("struct.make") { .object(StructValue($1.named)) })])
        let assertion = ModuleValue("assert", [("try_to", .builtin("assert.try_to", tryTo))])
        let expressions = ModuleValue("regexp", [("match", .builtin("regexp.match", match))])
        return [
            "@ytt:struct": ["struct": .object(structure)],
            "@ytt:assert": ["assert": .object(assertion)],
            "@ytt:regexp": ["regexp": .object(expressions)],
        ]
    }

    private static func tryTo(_ interpreter: Interpreter, _ arguments: Arguments) throws -> Value {
        do { return .tuple([try interpreter.call(arguments[0], []), .none]) } catch {
            return .tuple([.none, .string(error.message)])
        }
    }

    /// Patterns that this engine refuses and the reference's takes stand for themselves.
    private static func match(_ interpreter: Interpreter, _ arguments: Arguments) throws -> Value {
        let pattern = arguments[0].displayText
        let text = arguments[1].displayText
        guard let expression = try? NSRegularExpression(pattern: pattern) else {
            return .bool(text.contains(pattern))
        }
        let range = NSRange(text.startIndex..., in: text)
        return .bool(expression.firstMatch(in: text, range: range) != nil)
    }
}
