/// Why bytes are not YAML, and where.
///
/// The description is worded, and its line counted, the way scripts around ytt expect; `line` and
/// `column` say where the reader really stood.
package struct YAMLError: Error, Equatable, Sendable, CustomStringConvertible {
    package let problem: String
    /// The line the description names; nil when it names none.
    package let namedLine: Int?
    package let line: Int
    package let column: Int

    package init(_ problem: String, namedLine: Int? = nil, line: Int, column: Int) {
        self.problem = problem
        self.namedLine = namedLine
        self.line = line
        self.column = column
    }

    package var description: String {
        "yaml: " + (namedLine.map { "line \($0): " } ?? "") + problem
    }
}
