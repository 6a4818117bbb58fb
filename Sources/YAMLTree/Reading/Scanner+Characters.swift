/// Looking at and moving over characters; columns count characters, not bytes.
extension Scanner {
    var byte: UInt8 { text[offset] }

    func isBlank(_ ahead: Int) -> Bool {
        let byte = text[offset + ahead]
        return byte == 0x20 || byte == 0x09
    }

    /// Line feed, carriage return, next line, line separator, paragraph separator.
    func isBreak(_ ahead: Int) -> Bool {
        switch text[offset + ahead] {
        case 0x0A, 0x0D: return true
        case 0xC2: return text[offset + ahead + 1] == 0x85
        case 0xE2:
            let last = text[offset + ahead + 2]
            return text[offset + ahead + 1] == 0x80 && (last == 0xA8 || last == 0xA9)
        default: return false
        }
    }

    func isBreakOrEnd(_ ahead: Int) -> Bool { text[offset + ahead] == 0 || isBreak(ahead) }
    func isBlankOrEnd(_ ahead: Int) -> Bool { isBlank(ahead) || isBreakOrEnd(ahead) }

    /// `---` or `...` followed by white space.
    func isDocumentIndicator() -> Bool {
        (byte == UInt8(ascii: "-") || byte == UInt8(ascii: "."))
            && text[offset + 1] == byte && text[offset + 2] == byte && isBlankOrEnd(3)
    }

    /// Digits, letters, `_` and `-`: what names are made of.
    var isNameByte: Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    func slice(_ start: Int, _ end: Int) -> String {
        String(
            decoding: UnsafeBufferPointer(start: text + start, count: end - start), as: UTF8.self)
    }

    mutating func advanceASCII() {
        offset += 1
        mark.index += 1
        mark.column += 1
    }

    mutating func advanceASCII(_ bytes: Int) {
        offset += bytes
        mark.index += bytes
        mark.column += bytes
    }

    mutating func advance() {
        offset += Self.width(byte)
        mark.index += 1
        mark.column += 1
    }

    mutating func advanceLine() {
        let isPair = byte == 0x0D && text[offset + 1] == 0x0A
        mark.index += isPair ? 2 : 1
        offset += isPair ? 2 : Self.width(byte)
        mark.column = 0
        mark.line += 1
    }

    /// Moves over a line break and appends what it means: `\n`, or a separator as it stands.
    mutating func takeLine(into bytes: inout [UInt8]) {
        if byte == 0xE2 {
            bytes.append(contentsOf: [0xE2, 0x80, text[offset + 2]])
        } else if isBreak(0) {
            bytes.append(0x0A)
        } else {
            return
        }
        advanceLine()
    }

    mutating func take(into bytes: inout [UInt8]) {
        for index in 0..<Self.width(byte) { bytes.append(text[offset + index]) }
        advance()
    }

    static func width(_ byte: UInt8) -> Int {
        switch byte {
        case 0..<0x80: 1
        case 0xC0..<0xE0: 2
        case 0xE0..<0xF0: 3
        case 0xF0...: 4
        default: 1
        }
    }

    func failure(_ problem: String, context: Mark) -> ScanFailure {
        ScanFailure(.scanner, problem, at: mark, context: context)
    }
}
