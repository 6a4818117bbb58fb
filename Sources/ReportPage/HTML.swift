/// A piece of a page, already safe to stand in it.
///
/// Text comes in by interpolation and is escaped there, so that no name of a table and no error of
/// a server can become markup; what is markup already is an ``HTML`` value itself.
struct HTML: ExpressibleByStringInterpolation, Sendable {
    private(set) var text: String

    init(stringLiteral text: String) { self.text = text }
    init(stringInterpolation: Pieces) { text = stringInterpolation.text }

    struct Pieces: StringInterpolationProtocol {
        fileprivate var text = ""

        init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity)
        }

        mutating func appendLiteral(_ literal: String) { text += literal }
        mutating func appendInterpolation(_ piece: HTML) { text += piece.text }
        mutating func appendInterpolation(_ pieces: [HTML]) { pieces.forEach { text += $0.text } }
        mutating func appendInterpolation(_ piece: HTML?) { text += piece?.text ?? "" }
        mutating func appendInterpolation(_ text: String) { self.text += escaped(text) }
        mutating func appendInterpolation(_ number: Int) { text += "\(number)" }
        /// A coordinate: two digits are finer than any screen.
        mutating func appendInterpolation(_ number: Double) {
            text += String((number * 100).rounded() / 100)
        }
    }
}

private func escaped(_ text: String) -> String {
    var safe = ""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "&": safe += "&amp;"
        case "<": safe += "&lt;"
        case ">": safe += "&gt;"
        case "\"": safe += "&quot;"
        case "'": safe += "&#39;"
        case "\n", "\t": safe.unicodeScalars.append(scalar)
        // Control characters may not stand in a page.
        case "\u{0}"..."\u{1F}", "\u{7F}": safe += "\u{FFFD}"
        default: safe.unicodeScalars.append(scalar)
        }
    }
    return safe
}
