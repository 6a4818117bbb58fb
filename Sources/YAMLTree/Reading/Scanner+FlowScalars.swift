/// Quoted and plain scalars.
extension Scanner {
    /// Line breaks inside a scalar, until it is known whether they fold into a space.
    private struct Folding {
        var whitespace: [UInt8] = []
        var leadingBreak: [UInt8] = []
        var trailingBreaks: [UInt8] = []

        mutating func flushBreaks(into content: inout [UInt8]) {
            if leadingBreak.first == 0x0A {
                if trailingBreaks.isEmpty { content.append(0x20) }
            } else {
                content.append(contentsOf: leadingBreak)
            }
            content.append(contentsOf: trailingBreaks)
            leadingBreak.removeAll(keepingCapacity: true)
            trailingBreaks.removeAll(keepingCapacity: true)
        }

        mutating func flushWhitespace(into content: inout [UInt8]) {
            content.append(contentsOf: whitespace)
            whitespace.removeAll(keepingCapacity: true)
        }
    }

    // MARK: Quoted

    mutating func fetchQuoted(single: Bool) throws(ScanFailure) {
        try saveSimpleKey()
        simpleKeyAllowed = false
        let start = mark
        advanceASCII()
        let quote = single ? UInt8(ascii: "'") : UInt8(ascii: "\"")
        var content: [UInt8] = []
        var folding = Folding()
        while true {
            if mark.column == 0, isDocumentIndicator() {
                throw failure("found unexpected document indicator", context: start)
            }
            if offset >= count { throw failure("found unexpected end of stream", context: start) }
            var leadingBlanks = try scanQuotedRun(single: single, &content, from: start)
            if byte == quote { break }
            skipBlanksAndBreaks(&folding, &leadingBlanks)
            if leadingBlanks {
                folding.flushBreaks(into: &content)
            } else {
                folding.flushWhitespace(into: &content)
            }
        }
        advanceASCII()
        queue.append(
            Token(
                .scalar(plain: false), from: start, to: mark,
                text: String(decoding: content, as: UTF8.self)))
    }

    private mutating func skipBlanksAndBreaks(_ folding: inout Folding, _ leadingBlanks: inout Bool)
    {
        while true {
            if isBlank(0) {
                if !leadingBlanks { folding.whitespace.append(byte) }
                advanceASCII()
            } else if isBreak(0) {
                if leadingBlanks {
                    takeLine(into: &folding.trailingBreaks)
                } else {
                    folding.whitespace.removeAll(keepingCapacity: true)
                    takeLine(into: &folding.leadingBreak)
                    leadingBlanks = true
                }
            } else {
                return
            }
        }
    }

    /// Characters up to white space or the closing quote; true after an escaped line break.
    private mutating func scanQuotedRun(
        single: Bool, _ content: inout [UInt8], from start: Mark
    ) throws(ScanFailure) -> Bool {
        while !isBlankOrEnd(0) {
            if single {
                if byte == UInt8(ascii: "'") {
                    guard text[offset + 1] == UInt8(ascii: "'") else { return false }
                    content.append(byte)
                    advanceASCII(2)
                    continue
                }
            } else if byte == UInt8(ascii: "\"") {
                return false
            } else if byte == UInt8(ascii: "\\") {
                if isBreak(1) {
                    advanceASCII()
                    advanceLine()
                    return true
                }
                try scanEscape(into: &content, from: start)
                continue
            }
            take(into: &content)
        }
        return false
    }

    private mutating func scanEscape(
        into content: inout [UInt8], from start: Mark
    ) throws(ScanFailure) {
        var digits = 0
        switch text[offset + 1] {
        case UInt8(ascii: "0"): content.append(0)
        case UInt8(ascii: "a"): content.append(0x07)
        case UInt8(ascii: "b"): content.append(0x08)
        case UInt8(ascii: "t"), 0x09: content.append(0x09)
        case UInt8(ascii: "n"): content.append(0x0A)
        case UInt8(ascii: "v"): content.append(0x0B)
        case UInt8(ascii: "f"): content.append(0x0C)
        case UInt8(ascii: "r"): content.append(0x0D)
        case UInt8(ascii: "e"): content.append(0x1B)
        case UInt8(ascii: " "), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "\\"):
            content.append(text[offset + 1])
        case UInt8(ascii: "N"): content.append(contentsOf: [0xC2, 0x85])
        case UInt8(ascii: "_"): content.append(contentsOf: [0xC2, 0xA0])
        case UInt8(ascii: "L"): content.append(contentsOf: [0xE2, 0x80, 0xA8])
        case UInt8(ascii: "P"): content.append(contentsOf: [0xE2, 0x80, 0xA9])
        case UInt8(ascii: "x"): digits = 2
        case UInt8(ascii: "u"): digits = 4
        case UInt8(ascii: "U"): digits = 8
        default: throw failure("found unknown escape character", context: start)
        }
        advanceASCII(2)
        if digits > 0 { try scanCodePoint(digits, into: &content, from: start) }
    }

    private mutating func scanCodePoint(
        _ digits: Int, into content: inout [UInt8], from start: Mark
    ) throws(ScanFailure) {
        var value: UInt32 = 0
        for index in 0..<digits {
            guard offset + index < count, let digit = Self.hex(text[offset + index]) else {
                throw failure("did not find expected hexdecimal number", context: start)
            }
            value = value << 4 | UInt32(digit)
        }
        guard let scalar = Unicode.Scalar(value) else {
            throw failure("found invalid Unicode character escape code", context: start)
        }
        content.append(contentsOf: UTF8.encode(scalar).map { Array($0) } ?? [])
        advanceASCII(digits)
    }

    // MARK: Plain

    mutating func fetchPlain() throws(ScanFailure) {
        try saveSimpleKey()
        simpleKeyAllowed = false
        let start = mark
        var end = mark
        let begin = offset
        var runEnd = offset
        // Content is copied only once a line break makes it differ from the text.
        var content: [UInt8] = []
        var isCopied = false
        var folding = Folding()
        var leadingBlanks = false
        let minimum = indent + 1
        while true {
            if mark.column == 0, isDocumentIndicator() { break }
            if byte == UInt8(ascii: "#") { break }
            if !endsPlainRun() {
                if leadingBlanks {
                    if !isCopied { appendBytes(begin, runEnd, to: &content) }
                    isCopied = true
                    folding.flushBreaks(into: &content)
                    leadingBlanks = false
                } else if isCopied {
                    folding.flushWhitespace(into: &content)
                }
                folding.whitespace.removeAll(keepingCapacity: true)
                let runStart = offset
                repeat { advance() } while !endsPlainRun()
                runEnd = offset
                if isCopied { appendBytes(runStart, runEnd, to: &content) }
                end = mark
            }
            guard isBlank(0) || isBreak(0) else { break }
            try skipPlainBreaks(&folding, &leadingBlanks, minimum: minimum, from: start)
            if flowLevel == 0, mark.column < minimum { break }
        }
        queue.append(
            Token(
                .scalar(plain: true), from: start, to: end,
                text: isCopied ? String(decoding: content, as: UTF8.self) : slice(begin, runEnd)))
        if leadingBlanks { simpleKeyAllowed = true }
    }

    private func appendBytes(_ start: Int, _ end: Int, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text + start, count: end - start))
    }

    private func endsPlainRun() -> Bool {
        let byte = byte
        if byte > UInt8(ascii: "}") { return byte >= 0x80 && isBreak(0) }
        switch byte {
        case 0, 0x09, 0x0A, 0x0D, 0x20: return true
        case UInt8(ascii: ":"): return isBlankOrEnd(1)
        case UInt8(ascii: ","), UInt8(ascii: "?"), UInt8(ascii: "["), UInt8(ascii: "]"),
            UInt8(ascii: "{"), UInt8(ascii: "}"):
            return flowLevel > 0
        default: return false
        }
    }

    private mutating func skipPlainBreaks(
        _ folding: inout Folding, _ leadingBlanks: inout Bool, minimum: Int, from start: Mark
    ) throws(ScanFailure) {
        while isBlank(0) || isBreak(0) {
            if leadingBlanks, mark.column < minimum, byte == 0x09 {
                throw failure("found a tab character that violates indentation", context: start)
            }
            if isBlank(0) {
                if !leadingBlanks { folding.whitespace.append(byte) }
                advanceASCII()
            } else if leadingBlanks {
                takeLine(into: &folding.trailingBreaks)
            } else {
                folding.whitespace.removeAll(keepingCapacity: true)
                takeLine(into: &folding.leadingBreak)
                leadingBlanks = true
            }
        }
    }
}
