/// Refuses bytes that are not text: malformed UTF-8 and control characters.
enum UTF8Check {
    static func check(_ text: [UInt8], skipping prefix: Int) throws(YAMLError) {
        var at = prefix
        while at < text.count {
            let byte = text[at]
            if byte < 0x80 {
                guard byte >= 0x20 && byte != 0x7F || byte == 0x09 || byte == 0x0A || byte == 0x0D
                else { throw error("control characters are not allowed", text, prefix, at) }
                at += 1
                continue
            }
            at += try checkSequence(text, at, prefix)
        }
    }

    private static func checkSequence(
        _ text: [UInt8], _ at: Int, _ prefix: Int
    ) throws(YAMLError) -> Int {
        let lead = text[at]
        let width = lead & 0xE0 == 0xC0 ? 2 : lead & 0xF0 == 0xE0 ? 3 : lead & 0xF8 == 0xF0 ? 4 : 0
        guard width > 0 else { throw error("invalid leading UTF-8 octet", text, prefix, at) }
        guard at + width <= text.count else {
            throw error("incomplete UTF-8 octet sequence", text, prefix, at)
        }
        var value = UInt32(lead) & (width == 2 ? 0x1F : width == 3 ? 0x0F : 0x07)
        for index in 1..<width {
            guard text[at + index] & 0xC0 == 0x80 else {
                throw error("invalid trailing UTF-8 octet", text, prefix, at)
            }
            value = value << 6 | UInt32(text[at + index] & 0x3F)
        }
        guard value >= [0x80, 0x800, 0x10000][width - 2] else {
            throw error("invalid length of a UTF-8 sequence", text, prefix, at)
        }
        guard value <= 0x10FFFF, !(0xD800...0xDFFF).contains(value) else {
            throw error("invalid Unicode character", text, prefix, at)
        }
        guard value == 0x85 || value >= 0xA0, value != 0xFFFE, value != 0xFFFF else {
            throw error("control characters are not allowed", text, prefix, at)
        }
        return width
    }

    private static func error(
        _ problem: String, _ text: [UInt8], _ prefix: Int, _ at: Int
    ) -> YAMLError {
        let before = text[prefix..<at]
        let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? prefix
        return YAMLError(
            problem, line: before.count { $0 == 0x0A } + 1, column: at - lineStart + 1)
    }
}
