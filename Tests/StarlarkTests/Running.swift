@testable import Starlark

/// Runs programs for tests, on a stack that is large enough in every build.
enum Running {
    /// What the program printed, a line each.
    static func printed(
        _ source: String, limits: Limits = Limits(), modules: [String: [String: Value]] = [:]
    ) throws -> [String] {
        try BigStack.run {
            var lines: [String] = []
            let interpreter = Interpreter(limits: limits) { _, name in
                guard let exports = modules[name] else { throw Failure("no such module") }
                return exports
            }
            interpreter.printLine = { lines.append($0.text) }
            _ = try interpreter.run(try program(source))
            return lines
        }
    }

    static func program(_ source: String) throws -> Program {
        let tree = try SyntaxTree.parse(source, file: "test.star")
        return try Program.compile(tree) { _ in false }
    }

    /// What one expression prints as.
    static func value(of expression: String) throws -> String {
        try printed("print(repr(\(expression)))").joined()
    }

    /// The message a program ends with, whenever it does: while read, resolved or run.
    static func message(_ source: String, limits: Limits = Limits()) -> String {
        do {
            return "no error, but " + (try printed(source, limits: limits).joined(separator: " "))
        } catch let error as EvaluationError {
            return error.message
        } catch let errors as SourceErrors {
            return errors.errors.map(\.message).joined(separator: "; ")
        } catch {
            return "\(error)"
        }
    }

    /// Lines of the calls under way when a program fails, innermost first; builtins say zero.
    static func lines(_ source: String) -> [Int] {
        do { _ = try printed(source) } catch let error as EvaluationError {
            return error.frames.reversed().map { Int($0.position.line) }
        } catch { return [] }
        return []
    }
}
