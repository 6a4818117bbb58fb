/// A text that equals only what is the same byte for byte.
///
/// Swift's strings are equal when they read the same: é in one code point and é in two. To
/// PostgreSQL these are two names and two keys.
package struct ExactText: Hashable, Sendable {
    private let bytes: [UInt8]

    package init(_ text: some StringProtocol) { bytes = Array(text.utf8) }
}

/// Swift reads a line feed behind a carriage return, and a quote before a combining mark, as one
/// character; whoever takes SQL apart has to look at bytes.
extension Substring {
    /// The lines, without their line feeds; a carriage return stays where it stands.
    package var exactLines: [Substring] {
        utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map {
            Substring($0)
        }
    }

    package func startsExactly(with text: String) -> Bool { utf8.starts(with: text.utf8) }

    package func endsExactly(with text: String) -> Bool {
        utf8.suffix(text.utf8.count).elementsEqual(text.utf8)
    }

    /// What stands before and behind the last place of a separator.
    package func cutExactly(atLast separator: String) -> (Substring, Substring)? {
        let view = utf8
        let length = separator.utf8.count
        guard view.count >= length else { return nil }
        var start = view.index(view.endIndex, offsetBy: -length)
        while true {
            let end = view.index(start, offsetBy: length)
            if view[start..<end].elementsEqual(separator.utf8) {
                return (Substring(view[..<start]), Substring(view[end...]))
            }
            guard start > view.startIndex else { return nil }
            start = view.index(before: start)
        }
    }
}

extension String {
    package var exactLines: [Substring] { Substring(self).exactLines }

    package func startsExactly(with text: String) -> Bool { utf8.starts(with: text.utf8) }

    package func cutExactly(atLast separator: String) -> (Substring, Substring)? {
        Substring(self).cutExactly(atLast: separator)
    }

    /// The text with something before each of some ASCII characters; by default the same again.
    package func escaping(_ characters: String, with escape: UInt8? = nil) -> String {
        let escaped = Set(characters.utf8)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(utf8.count + 8)
        for byte in utf8 {
            if escaped.contains(byte) { bytes.append(escape ?? byte) }
            bytes.append(byte)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
