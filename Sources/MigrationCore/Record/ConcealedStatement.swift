/// A statement as it may be shown and kept: the texts behind `PASSWORD` and `CONNECTION` are
/// replaced, whatever their quotes, and a long one is cut.
package func concealed(_ statement: String, limit: Int = 4000) -> String {
    let bytes = Array(statement.utf8)
    var shown: [UInt8] = []
    var copied = 0
    var isSecret = false
    for piece in SQLPieces(statement) {
        switch piece.kind {
        case .text where isSecret:
            shown += bytes[copied..<piece.range.lowerBound] + Array("'(hidden)'".utf8)
            copied = piece.range.upperBound
            isSecret = false
        // `E'…'` has a letter of its own between the keyword and the text.
        case .word("E") where isSecret, .word("U") where isSecret: break
        case .word(let word): isSecret = word == "PASSWORD" || word == "CONNECTION"
        case .text, .semicolon: isSecret = false
        }
    }
    shown += bytes[copied...]
    let text = String(decoding: shown, as: UTF8.self)
    guard text.utf8.count > limit else { return text }
    return String(text.prefix(limit)) + "… (\(text.utf8.count) bytes)"
}
