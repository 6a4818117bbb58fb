final class FunctionCode {
    var name = ""
    var localNames: [String] = []
    var parameterCount = 0
    var takesList = false
    var takesKeywords = false
    var namedOnlyCount = 0
}
final class ModuleInstance {}
package final class Program {
    package let file: String
    init(file: String) { self.file = file }
    package static func compile(
        _ tree: SyntaxTree, isPredeclared: (String) -> Bool
    ) throws -> Program { throw SourceErrors(file: tree.file, errors: []) }
}
extension SyntaxTree {
    package static func parse(_ source: [UInt8], file: String) throws -> SyntaxTree {
        throw SourceErrors(file: file, errors: [])
    }
}
package final class Interpreter {
    package typealias Loader = (Interpreter, String) throws -> [String: Value]
    package var userInfo: AnyObject?
    package var printLine: (ByteString) -> Void = { _ in }
    package let limits: Limits
    package init(limits: Limits = Limits(), load: Loader? = nil) { self.limits = limits }
    package func run(_ program: Program, predeclared: [String: Value]) throws -> [String: Value] {
        [:]
    }
    package func call(
        _ function: Value, _ positional: [Value], named: [(name: ByteString, value: Value)] = []
    ) throws -> Value { .none }
}
