/// Why a builtin could not do what it was asked; the evaluator adds where that was.
package struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
    package let message: String
    /// The names that there are, where one that is not there was asked for.
    package var known: [String] = []

    package init(_ message: String) { self.message = message }

    package var description: String { message }
}
