import Starlark
import YAMLTree

/// Shows where in a template's line an error is. It follows the reference's own text, so that
/// scripts find in front what they know.
enum ErrorCaret {
    /// - Parameter column: in the program's line, counted from one.
    /// - Returns: nil where the template's line has no such place.
    static func text(in line: CodeLine, column: Int) -> String? {
        guard let source = line.source, let place = place(in: line, source.content, column) else {
            return nil
        }
        let before = source.content.prefix(place).map { $0 == "\t" ? "\t" : " " }
        return "\n\n    \(source.position.compact)\n      \(source.content)"
            + "\n      \(before.joined())^"
    }

    /// The word at the column is the same word, so many times after the same word, in the
    /// template's line: what was written around the code comes before it in both.
    private static func place(
        in line: CodeLine, _ content: String, _ column: Int
    ) -> Int? {
        let code = Array(line.code.drop(while: \.isWhitespace))
        let start = codeStart(in: code)
        guard column > start, column <= code.count else { return nil }
        let word = word(at: column - 1, in: code)
        let shown = Array(content)
        let earlier = places(of: word, in: code, from: start).filter { $0 < column - 1 }.count
        let found = places(of: word, in: shown, from: shownStart(in: content))
        return found.indices.contains(earlier) ? found[earlier] : nil
    }

    /// Where the template's own code begins in a call that was written around it.
    private static func codeStart(in code: [Character]) -> Int {
        let text = String(code)
        guard text.hasPrefix("__ytt_tpl") else { return 0 }
        for opening in ["collect_node_annotation(", ", ("] {
            if let range = text.firstRange(of: opening) {
                return text.distance(from: text.startIndex, to: range.upperBound)
            }
        }
        return 0
    }

    private static func shownStart(in content: String) -> Int {
        guard let range = content.firstRange(of: "#@") else { return 0 }
        return content.distance(from: content.startIndex, to: range.upperBound)
    }

    private static func word(at index: Int, in code: [Character]) -> [Character] {
        func isLetter(_ character: Character) -> Bool {
            character.isLetter || character.isNumber || character == "_"
        }
        guard isLetter(code[index]) else { return [code[index]] }
        return Array(code[index...].prefix(while: isLetter))
    }

    private static func places(
        of word: [Character], in text: [Character], from start: Int
    ) -> [Int] {
        var places: [Int] = []
        var index = start
        while index + word.count <= text.count {
            if text[index..<(index + word.count)].elementsEqual(word) { places.append(index) }
            index += 1
        }
        return places
    }
}
