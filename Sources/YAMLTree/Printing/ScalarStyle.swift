/// Which ways of writing a scalar keep its text as it is.
///
/// The rules are the ones libyaml's emitters share. They look at bytes once, from the first to
/// the last.
struct ScalarStyle {
    private(set) var isPlainAllowed = true
    private(set) var isSingleQuotedAllowed = true
    private(set) var isBlockAllowed = true
    private(set) var isMultiline = false

    init(_ text: UnsafeBufferPointer<UInt8>) {
        guard let first = text.first else {
            isBlockAllowed = false
            return
        }
        var facts = Facts(indicators: Self.startsWithIndicator(text, first))
        var at = 0
        while at < text.count { at += facts.look(at: text, at) }
        apply(facts)
    }

    private mutating func apply(_ facts: Facts) {
        isMultiline = facts.hasBreaks
        if facts.hasOuterSpace || facts.hasBreaks || facts.indicators { isPlainAllowed = false }
        if facts.hasTrailingSpace { isBlockAllowed = false }
        if facts.hasSpaceAfterBreak { (isPlainAllowed, isSingleQuotedAllowed) = (false, false) }
        if facts.hasSpaceBeforeBreak || facts.hasSpecial {
            (isPlainAllowed, isSingleQuotedAllowed, isBlockAllowed) = (false, false, false)
        }
    }

    private static func startsWithIndicator(
        _ text: UnsafeBufferPointer<UInt8>, _ first: UInt8
    ) -> Bool {
        if text.count >= 3, first == UInt8(ascii: "-") || first == UInt8(ascii: "."),
            text[1] == first, text[2] == first
        {
            return true
        }
        switch first {
        case UInt8(ascii: "#"), UInt8(ascii: ","), UInt8(ascii: "["), UInt8(ascii: "]"),
            UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "&"), UInt8(ascii: "*"),
            UInt8(ascii: "!"), UInt8(ascii: "|"), UInt8(ascii: ">"), UInt8(ascii: "'"),
            UInt8(ascii: "\""), UInt8(ascii: "%"), UInt8(ascii: "@"), UInt8(ascii: "`"):
            return true
        case UInt8(ascii: "-"), UInt8(ascii: "?"), UInt8(ascii: ":"):
            return text.count == 1 || text[1] == 0x20 || text[1] == 0x09
        default: return false
        }
    }

    /// What is known of the bytes seen so far.
    private struct Facts {
        var indicators: Bool
        var hasSpecial = false
        var hasBreaks = false
        var hasOuterSpace = false
        var hasTrailingSpace = false
        var hasSpaceAfterBreak = false
        var hasSpaceBeforeBreak = false
        private var previousIsSpace = false
        private var previousIsBreak = false
        private var previousIsBlank = true

        init(indicators: Bool) { self.indicators = indicators }

        /// - Returns: how many bytes the character at `at` has.
        mutating func look(at text: UnsafeBufferPointer<UInt8>, _ at: Int) -> Int {
            let byte = text[at]
            let width = byte < 0x80 ? 1 : Scanner.width(byte)
            let isLast = at + width >= text.count
            if byte == UInt8(ascii: ":") {
                let next = isLast ? 0x20 : text[at + 1]
                if next == 0x20 || next == 0x09 { indicators = true }
            } else if byte == UInt8(ascii: "#"), previousIsBlank {
                indicators = true
            }
            let isBreak = ScalarCharacters.isBreak(text, at)
            if !ScalarCharacters.isPrintable(text, at) { hasSpecial = true }
            if byte == 0x20 {
                if at == 0 || isLast { hasOuterSpace = true }
                if isLast { hasTrailingSpace = true }
                if previousIsBreak { hasSpaceAfterBreak = true }
            } else if isBreak {
                hasBreaks = true
                if previousIsSpace { hasSpaceBeforeBreak = true }
            }
            (previousIsSpace, previousIsBreak) = (byte == 0x20, isBreak)
            previousIsBlank = byte == 0x20 || byte == 0x09 || isBreak
            return width
        }
    }
}

/// How the printer sorts characters.
enum ScalarCharacters {
    static func isBreak(_ text: UnsafeBufferPointer<UInt8>, _ at: Int) -> Bool {
        switch text[at] {
        case 0x0A, 0x0D: true
        case 0xC2: at + 1 < text.count && text[at + 1] == 0x85
        case 0xE2:
            at + 2 < text.count && text[at + 1] == 0x80
                && (text[at + 2] == 0xA8 || text[at + 2] == 0xA9)
        default: false
        }
    }

    /// Tabs and everything beyond the basic plane count as not printable.
    static func isPrintable(_ text: UnsafeBufferPointer<UInt8>, _ at: Int) -> Bool {
        let byte = text[at]
        if byte < 0x80 { return byte >= 0x20 && byte <= 0x7E || byte == 0x0A }
        let second = at + 1 < text.count ? text[at + 1] : 0
        let third = at + 2 < text.count ? text[at + 2] : 0
        switch byte {
        case 0xC2: return second >= 0xA0
        case 0xC3...0xEC, 0xEE: return true
        case 0xED: return second < 0xA0
        case 0xEF:
            return !(second == 0xBB && third == 0xBF)
                && !(second == 0xBF && (third == 0xBE || third == 0xBF))
        default: return false
        }
    }
}
