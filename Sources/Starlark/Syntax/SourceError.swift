/// What is wrong with a source text before it runs, and where.
package struct SourceError: Error, Hashable, Sendable {
    package let message: String
    package let position: Position

    package init(_ message: String, at position: Position) {
        self.message = message
        self.position = position
    }
}
