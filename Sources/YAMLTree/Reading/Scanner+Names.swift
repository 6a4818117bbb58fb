/// Directives, anchors, aliases and tags.
extension Scanner {
    mutating func fetchDirective() throws(ScanFailure) {
        unrollIndent(to: -1)
        try removeSimpleKey()
        simpleKeyAllowed = false
        let start = mark
        advanceASCII()
        let name = takeName()
        if name.isEmpty { throw failure("could not find expected directive name", context: start) }
        guard isBlankOrEnd(0) else {
            throw failure("found unexpected non-alphabetical character", context: start)
        }
        let token: Token
        switch name {
        case "YAML": token = try scanVersion(from: start)
        case "TAG": token = try scanTagDirective(from: start)
        default: throw failure("found unknown directive name", context: start)
        }
        try finishLine(from: start)
        queue.append(token)
    }

    /// Moves over blanks, a comment and the line break.
    mutating func finishLine(from start: Mark) throws(ScanFailure) {
        skipBlanks()
        if byte == UInt8(ascii: "#") { while !isBreakOrEnd(0) { advance() } }
        guard isBreakOrEnd(0) else {
            throw failure("did not find expected comment or line break", context: start)
        }
        if isBreak(0) { advanceLine() }
    }

    private mutating func skipBlanks() { while isBlank(0) { advanceASCII() } }

    private mutating func takeName() -> String {
        let start = offset
        while isNameByte { advanceASCII() }
        return slice(start, offset)
    }

    private mutating func scanVersion(from start: Mark) throws(ScanFailure) -> Token {
        skipBlanks()
        let major = try scanVersionNumber(from: start)
        guard byte == UInt8(ascii: ".") else {
            throw failure("did not find expected digit or '.' character", context: start)
        }
        advanceASCII()
        let minor = try scanVersionNumber(from: start)
        return Token(.versionDirective, from: start, to: mark, text: major, suffix: minor)
    }

    private mutating func scanVersionNumber(from start: Mark) throws(ScanFailure) -> String {
        let begin = offset
        while byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
            if offset - begin == 2 {
                throw failure("found extremely long version number", context: start)
            }
            advanceASCII()
        }
        if offset == begin {
            throw failure("did not find expected version number", context: start)
        }
        return String(Int(slice(begin, offset)) ?? 0)
    }

    private mutating func scanTagDirective(from start: Mark) throws(ScanFailure) -> Token {
        skipBlanks()
        let handle = try scanTagHandle(isDirective: true, from: start)
        guard isBlank(0) else { throw failure("did not find expected whitespace", context: start) }
        skipBlanks()
        let prefix = try scanTagURI(head: "", from: start)
        guard isBlankOrEnd(0) else {
            throw failure("did not find expected whitespace or line break", context: start)
        }
        return Token(.tagDirective, from: start, to: mark, text: handle, suffix: prefix)
    }

    mutating func fetchAnchor(_ kind: Token.Kind) throws(ScanFailure) {
        try saveSimpleKey()
        simpleKeyAllowed = false
        let start = mark
        advanceASCII()
        let name = takeName()
        guard !name.isEmpty, isBlankOrEnd(0) || "?:,]}%@`".utf8.contains(byte) else {
            throw failure("did not find expected alphabetic or numeric character", context: start)
        }
        queue.append(Token(kind, from: start, to: mark, text: name))
    }

    mutating func fetchTag() throws(ScanFailure) {
        try saveSimpleKey()
        simpleKeyAllowed = false
        let start = mark
        var (handle, suffix) = ("", "")
        if text[offset + 1] == UInt8(ascii: "<") {
            advanceASCII(2)
            suffix = try scanTagURI(head: "", from: start)
            guard byte == UInt8(ascii: ">") else {
                throw failure("did not find the expected '>'", context: start)
            }
            advanceASCII()
        } else {
            handle = try scanTagHandle(isDirective: false, from: start)
            if handle.utf8.count > 1, handle.hasSuffix("!") {
                suffix = try scanTagURI(head: "", from: start)
            } else {
                suffix = try scanTagURI(head: handle, from: start)
                handle = "!"
                if suffix.isEmpty { (handle, suffix) = ("", "!") }
            }
        }
        guard isBlankOrEnd(0) else {
            throw failure("did not find expected whitespace or line break", context: start)
        }
        queue.append(Token(.tag, from: start, to: mark, text: handle, suffix: suffix))
    }

    private mutating func scanTagHandle(
        isDirective: Bool, from start: Mark
    ) throws(ScanFailure) -> String {
        guard byte == UInt8(ascii: "!") else {
            throw failure("did not find expected '!'", context: start)
        }
        let begin = offset
        advanceASCII()
        while isNameByte { advanceASCII() }
        if byte == UInt8(ascii: "!") {
            advanceASCII()
        } else if isDirective, offset - begin > 1 {
            throw failure("did not find expected '!'", context: start)
        }
        return slice(begin, offset)
    }

    /// `head` is a handle that turned out to be a part of the tag; its `!` is not.
    private mutating func scanTagURI(head: String, from start: Mark) throws(ScanFailure) -> String {
        var bytes = Array(head.utf8.dropFirst())
        let begin = offset
        while isNameByte || ";/?:@&=+$,.!~*'()[]%".utf8.contains(byte) {
            if byte == UInt8(ascii: "%") {
                try scanURIEscapes(into: &bytes, from: start)
            } else {
                bytes.append(byte)
                advanceASCII()
            }
        }
        if offset == begin, head.isEmpty {
            throw failure("did not find expected tag URI", context: start)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private mutating func scanURIEscapes(
        into bytes: inout [UInt8], from start: Mark
    ) throws(ScanFailure) {
        var left = 0
        repeat {
            guard byte == UInt8(ascii: "%"), let high = Self.hex(text[offset + 1]),
                let low = Self.hex(text[offset + 2])
            else { throw failure("did not find URI escaped octet", context: start) }
            let octet = UInt8(high << 4 | low)
            if left == 0 {
                guard octet < 0x80 || octet >= 0xC0, octet < 0xF8 else {
                    throw failure("found an incorrect leading UTF-8 octet", context: start)
                }
                left = Self.width(octet)
            } else if octet & 0xC0 != 0x80 {
                throw failure("found an incorrect trailing UTF-8 octet", context: start)
            }
            bytes.append(octet)
            advanceASCII(3)
            left -= 1
        } while left > 0
    }

    static func hex(_ byte: UInt8) -> Int? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte) - 0x30
        case UInt8(ascii: "a")...UInt8(ascii: "f"): Int(byte) - 0x61 + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): Int(byte) - 0x41 + 10
        default: nil
        }
    }
}
