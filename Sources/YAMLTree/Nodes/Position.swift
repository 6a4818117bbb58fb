/// The line a node came from; unknown for what was made by code.
///
/// Lines count from one. Comparing two positions compares file names and lines.
package struct Position: Sendable, Equatable {
    package var source: SourceFile?
    /// Zero when unknown.
    package var line: Int

    package init(_ source: SourceFile?, line: Int) {
        self.source = source
        self.line = max(0, line)
    }

    package static let unknown = Position(nil, line: 0)

    package static func unknown(in source: SourceFile?) -> Position { Position(source, line: 0) }

    package var isKnown: Bool { line > 0 }
    package var file: String { source?.name ?? "" }

    /// `file:12`, `12` without a file, `file:?` or `?` when unknown.
    package var compact: String {
        let number = isKnown ? String(line) : "?"
        return file.isEmpty ? number : "\(file):\(number)"
    }

    /// `line file:12`, as messages put it.
    package var phrase: String { "line " + compact }

    /// The line's number, or `?`.
    package var number: String { isKnown ? String(line) : "?" }

    /// The text of the line, where the file is at hand.
    package var text: String { isKnown ? source?.line(line) ?? "" : "" }

    package static func == (a: Position, b: Position) -> Bool {
        a.line == b.line && (a.source === b.source || a.file == b.file)
    }
}
