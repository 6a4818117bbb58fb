/// Why a builtin could not do what it was asked; the evaluator adds where that was.
package struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
    package let message: String

    package init(_ message: String) { self.message = message }

    package var description: String { message }
}
