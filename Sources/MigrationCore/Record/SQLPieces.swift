/// A statement cut into the pieces that matter to somebody who looks at it from outside: words,
/// quoted texts, and the semicolons between statements.
///
/// It never fails: what it does not know is passed over. Quotes, dollar quotes and comments are
/// PostgreSQL's, with `standard_conforming_strings` on.
package struct SQLPieces: Sequence, IteratorProtocol {
    package enum Kind: Hashable, Sendable {
        /// In capitals.
        case word(String)
        /// A text in single quotes, or in dollar quotes, with its quotes.
        case text
        case semicolon
    }

    package struct Piece: Hashable, Sendable {
        package let kind: Kind
        /// Of the statement's UTF-8.
        package let range: Range<Int>
    }

    private let bytes: [UInt8]
    private var place = 0

    package init(_ sql: String) { bytes = Array(sql.utf8) }

    package mutating func next() -> Piece? {
        while place < bytes.count {
            let start = place
            if let kind = step() { return Piece(kind: kind, range: start..<place) }
        }
        return nil
    }

    private mutating func step() -> Kind? {
        let byte = bytes[place]
        switch byte {
        case UInt8(ascii: ";"):
            place += 1
            return .semicolon
        case UInt8(ascii: "'"):
            skipQuoted(byte, escapes: isEscapeString)
            return .text
        case UInt8(ascii: "\""):
            skipQuoted(byte, escapes: false)
            return nil
        case UInt8(ascii: "$"): return skipDollarQuoted() ? .text : nil
        case UInt8(ascii: "-") where starts(with: "--"):
            skip { $0 != UInt8(ascii: "\n") }
            return nil
        case UInt8(ascii: "/") where starts(with: "/*"):
            skipComment()
            return nil
        case _ where Self.beginsWord(byte): return word()
        default:
            place += 1
            return nil
        }
    }

    private mutating func word() -> Kind {
        let start = place
        skip { Self.continuesWord($0) }
        return .word(String(decoding: bytes[start..<place], as: UTF8.self).uppercased())
    }

    /// `E'…'`: the letter stands right before the quote.
    private var isEscapeString: Bool {
        guard place > 0, bytes[place - 1] | 0x20 == UInt8(ascii: "e") else { return false }
        return place == 1 || !Self.continuesWord(bytes[place - 2])
    }

    private mutating func skipQuoted(_ quote: UInt8, escapes: Bool) {
        place += 1
        while place < bytes.count {
            let byte = bytes[place]
            place += 1
            if escapes, byte == UInt8(ascii: "\\") {
                place = Swift.min(place + 1, bytes.count)
            } else if byte == quote {
                guard place < bytes.count, bytes[place] == quote else { return }
                place += 1
            }
        }
    }

    private mutating func skipDollarQuoted() -> Bool {
        var end = place + 1
        while end < bytes.count, Self.continuesTag(bytes[end]) { end += 1 }
        guard end < bytes.count, bytes[end] == UInt8(ascii: "$") else {
            place += 1
            return false
        }
        let tag = bytes[place...end]
        place = end + 1
        while place + tag.count <= bytes.count {
            if bytes[place..<(place + tag.count)].elementsEqual(tag) {
                place += tag.count
                return true
            }
            place += 1
        }
        place = bytes.count
        return true
    }

    private mutating func skipComment() {
        var depth = 0
        while place < bytes.count {
            if starts(with: "/*") {
                depth += 1
                place += 2
            } else if starts(with: "*/") {
                depth -= 1
                place += 2
                if depth == 0 { return }
            } else {
                place += 1
            }
        }
    }

    private mutating func skip(while wanted: (UInt8) -> Bool) {
        while place < bytes.count, wanted(bytes[place]) { place += 1 }
    }

    private func starts(with text: String) -> Bool {
        bytes[place...].starts(with: text.utf8)
    }

    private static func beginsWord(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "_") || byte >= 0x80
            || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private static func continuesTag(_ byte: UInt8) -> Bool {
        beginsWord(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func continuesWord(_ byte: UInt8) -> Bool {
        continuesTag(byte) || byte == UInt8(ascii: "$")
    }
}
