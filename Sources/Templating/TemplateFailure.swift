import YAMLTree

/// Why rendering stopped, in the words of the message a person sees.
///
/// Layers put what they were doing in front: `Templating file 'a.yml': …`.
package struct TemplateFailure: Error, Equatable, Sendable, CustomStringConvertible {
    package let description: String
    /// Where it happened, as the innermost layer knows it.
    package let place: Place?

    package init(_ description: String, at place: Place? = nil) {
        self.description = description
        self.place = place
    }

    /// The same failure, said to have happened while doing `what`.
    package init(_ what: String, _ cause: any Error, at place: Place? = nil) {
        description = "\(what): \(Self.text(cause))"
        self.place = (cause as? TemplateFailure)?.place ?? place
    }

    /// What an error of any kind says.
    package static func text(_ error: any Error) -> String { String(describing: error) }

    /// A line of a file, and what on it.
    package struct Place: Equatable, Sendable {
        let position: YAMLTree.Position
        /// Counted from one; nil for the whole line.
        var column: Int?

        init(_ position: YAMLTree.Position, column: Int? = nil) {
            self.position = position
            self.column = column
        }

        init(_ error: YAMLError, in source: SourceFile) {
            self.init(YAMLTree.Position(source, line: error.line), column: error.column)
        }

        init(_ error: TextTemplateParser.Misplaced, in source: SourceFile) {
            self.init(YAMLTree.Position(source, line: error.line), column: error.column)
        }

        /// The line with a caret below it; nil where the line is not at hand.
        var caret: String? {
            var (position, column) = (position, column)
            // What is missing at the end is missing behind the last thing there is.
            while position.line > 1, position.text.allSatisfy(\.isWhitespace) {
                position.line -= 1
                column = position.text.count + 1
            }
            let line = position.text
            guard position.isKnown, !line.isEmpty else { return nil }
            let blank = line.prefix { $0 == " " || $0 == "\t" }.count
            let before = line.prefix(max(0, (column ?? blank + 1) - 1))
            let space = String(before.map { $0 == "\t" ? "\t" : " " })
            return "\n\n    \(position.compact)\n      \(line)\n      \(space)^"
        }
    }
}

/// Runs `body`; a failure in it is reported as having happened while doing `what`.
func describing<Answer>(
    _ what: @autoclosure () -> String, at position: YAMLTree.Position? = nil,
    _ body: () throws -> Answer
) throws -> Answer {
    do { return try body() } catch {
        throw TemplateFailure(what(), error, at: position.map { TemplateFailure.Place($0) })
    }
}
