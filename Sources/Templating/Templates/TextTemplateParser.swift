import YAMLTree

/// Cuts a text template into text and code: `text (@ code @) text`.
struct TextTemplateParser {
    struct Piece {
        let isCode: Bool
        var content: String
        let position: YAMLTree.Position
    }

    /// - Parameter position: where the text's first line stands.
    static func parse(
        _ bytes: [UInt8], position: YAMLTree.Position
    ) throws(Misplaced) -> [Piece] {
        var parser = TextTemplateParser(bytes: bytes, start: position)
        try parser.run()
        return parser.pieces
    }

    private let bytes: [UInt8]
    private let start: YAMLTree.Position
    private var pieces: [Piece] = []
    private var isCode = false
    private var pieceStart = 0
    private var pieceLine = 1
    private var line = 1
    private var column = 1

    private init(bytes: [UInt8], start: YAMLTree.Position) {
        self.bytes = bytes
        self.start = start
    }

    private mutating func run() throws(Misplaced) {
        var previous: UInt8 = 0
        for index in bytes.indices {
            let byte = bytes[index]
            if previous == UInt8(ascii: "("), byte == UInt8(ascii: "@") {
                if isCode { throw misplaced("Unexpected code opening '(@'") }
                close(at: index - 1, next: index + 1)
            } else if previous == UInt8(ascii: "@"), byte == UInt8(ascii: ")") {
                guard isCode else { throw misplaced("Unexpected code closing '@)'") }
                close(at: index - 1, next: index + 1)
            }
            if byte == UInt8(ascii: "\n") {
                (line, column) = (line + 1, 1)
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
            previous = byte
        }
        if isCode { throw misplaced("Missing code closing '@)'") }
        close(at: bytes.count, next: bytes.count)
    }

    private mutating func close(at end: Int, next: Int) {
        let content = String(decoding: bytes[pieceStart..<max(pieceStart, end)], as: UTF8.self)
        pieces.append(Piece(isCode: isCode, content: content, position: position(pieceLine)))
        isCode.toggle()
        (pieceStart, pieceLine) = (next, line)
    }

    private func position(_ line: Int) -> YAMLTree.Position {
        YAMLTree.Position(start.source, line: start.isKnown ? start.line + line - 1 : line)
    }

    private func misplaced(_ problem: String) -> Misplaced {
        Misplaced(problem: problem, line: line, column: column)
    }

    /// Code that opens or closes where it cannot.
    struct Misplaced: Error, CustomStringConvertible {
        let problem: String
        let line: Int
        let column: Int

        var description: String { "\(problem) at line \(line) col \(column)" }
    }
}
