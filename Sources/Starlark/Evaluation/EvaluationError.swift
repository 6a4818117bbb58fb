/// Why a program stopped, and the calls that were under way, outermost first.
package struct EvaluationError: Error, CustomStringConvertible {
    /// One call that was under way.
    package struct Frame: Hashable, Sendable {
        /// The function's name; `<toplevel>` for a file's own statements.
        package let name: String
        package let file: String
        /// Unknown for builtins.
        package let position: Position

        package init(name: String, file: String, position: Position) {
            self.name = name
            self.file = file
            self.position = position
        }
    }

    package let message: String
    package let frames: [Frame]
    /// What a builtin threw.
    package let cause: (any Error)?

    package init(_ message: String, frames: [Frame], cause: (any Error)? = nil) {
        self.message = message
        self.frames = frames
        self.cause = cause
    }

    package var description: String { message }
}
