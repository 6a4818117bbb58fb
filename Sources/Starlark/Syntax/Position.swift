/// A place in a source text: line and column count from one, columns in code points.
///
/// A line of zero means no place: code that a host added to a tree, or a builtin function.
package struct Position: Hashable, Sendable {
    package let line: Int32
    package let column: Int32

    package init(line: Int32, column: Int32) {
        self.line = line
        self.column = column
    }

    package static let none = Position(line: 0, column: 0)

    package var isKnown: Bool { line > 0 }
}
