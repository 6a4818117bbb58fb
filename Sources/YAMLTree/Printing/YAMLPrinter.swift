/// Prints trees as YAML, byte for byte as yaml.v2 does without line folding.
///
/// Maps and sequences are in block style, sequences stand as deep as their key, empty collections
/// are `{}` and `[]`, strings are quoted only where they would read as something else.
package struct YAMLPrinter {
    private var out: [UInt8] = []
    private var indents: [Int] = []
    private var indent = -1
    private var column = 0
    private var whitespace = true
    private var indention = true
    private var recorder: PlaceRecorder?

    private init() {}

    /// A node and the line of the output, counted from one, that it begins on.
    package struct Place {
        package let line: Int
        package let node: Node
    }

    /// As `print`, and where each document and item begins, in the order of the output.
    package static func printWithPlaces(_ documents: [Document]) -> ([UInt8], [Place]) {
        var printer = YAMLPrinter()
        var recorder = PlaceRecorder()
        for document in documents where !document.isInjected && !document.isEmpty {
            recorder.note(document, printer.out)
            if !printer.out.isEmpty { printer.out.append(contentsOf: "---\n".utf8) }
            var next = YAMLPrinter()
            (next.out, next.recorder) = (printer.out, recorder)
            next.emit(document.value, isMapValue: false, isKey: false)
            if next.column != 0 { next.putBreak() }
            (printer, recorder) = (next, next.recorder ?? recorder)
        }
        return (printer.out, recorder.places)
    }

    private struct PlaceRecorder {
        private(set) var places: [Place] = []
        private var line = 1
        private var offset = 0

        mutating func note(_ node: Node, _ out: [UInt8]) {
            for byte in out[offset...] where byte == 0x0A { line += 1 }
            offset = out.count
            places.append(Place(line: line, node: node))
        }
    }

    /// One value as a document of its own, ending in a line break.
    package static func print(_ value: YAMLValue) -> [UInt8] {
        var printer = YAMLPrinter()
        printer.emit(value, isMapValue: false, isKey: false)
        if printer.column != 0 { printer.putBreak() }
        return printer.out
    }

    package static func text(_ value: YAMLValue) -> String {
        String(decoding: print(value), as: UTF8.self)
    }

    /// Documents with `---` between them; empty ones are left out.
    package static func print(_ documents: [Document]) -> [UInt8] {
        var out: [UInt8] = []
        for document in documents where !document.isInjected && !document.isEmpty {
            append(document, to: &out)
        }
        return out
    }

    package static func append(_ document: Document, to out: inout [UInt8]) {
        if !out.isEmpty { out.append(contentsOf: "---\n".utf8) }
        var printer = YAMLPrinter()
        swap(&printer.out, &out)
        printer.emit(document.value, isMapValue: false, isKey: false)
        if printer.column != 0 { printer.putBreak() }
        swap(&printer.out, &out)
    }

    // MARK: Nodes

    private mutating func emit(_ value: YAMLValue, isMapValue: Bool, isKey: Bool) {
        switch value {
        case .map(let map):
            map.items.isEmpty ? put("{}") : emit(map)
        case .array(let array):
            array.items.isEmpty ? put("[]") : emit(array, isMapValue: isMapValue)
        case .documents(let documents):
            emit(documents.items.last?.value ?? .null, isMapValue: isMapValue, isKey: isKey)
        case .string(let text): emit(text, isKey: isKey)
        case .bytes(let bytes):
            put("!!binary")
            emit(Self.brokenBase64(bytes), isKey: isKey, isTagged: true)
        case .null: put("null")
        case .bool(let value): put(value ? "true" : "false")
        case .int(let value): put(String(value))
        case .unsigned(let value): put(String(value))
        case .float(let value): put(Self.float(value))
        case .foreign: put("null")
        }
    }

    private mutating func emit(_ map: MapNode) {
        increaseIndent()
        for item in map.items {
            writeIndent()
            recorder?.note(item, out)
            if Self.isSimpleKey(item.key) {
                emit(item.key, isMapValue: false, isKey: true)
                putIndicator(":", spaced: false, indention: false)
            } else {
                putIndicator("?", spaced: true, indention: true)
                emit(item.key, isMapValue: true, isKey: false)
                writeIndent()
                putIndicator(":", spaced: true, indention: true)
            }
            emit(item.value, isMapValue: true, isKey: false)
        }
        indent = indents.removeLast()
    }

    private mutating func emit(_ array: ArrayNode, isMapValue: Bool) {
        increaseIndent(isIndentless: isMapValue && !indention)
        for item in array.items {
            writeIndent()
            recorder?.note(item, out)
            putIndicator("-", spaced: true, indention: true)
            emit(item.value, isMapValue: false, isKey: false)
        }
        indent = indents.removeLast()
    }

    /// A key longer than 128 bytes, or of more than one line, is written after `? `.
    private static func isSimpleKey(_ key: YAMLValue) -> Bool {
        switch key {
        case .map(let map): return map.items.isEmpty
        case .array(let array): return array.items.isEmpty
        case .string(let text): return text.utf8.count <= 128 && !hasBreak(text)
        case .bytes(let bytes): return bytes.count <= 80
        default: return true
        }
    }

    private static func hasBreak(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { buffer in
            buffer.indices.contains { ScalarCharacters.isBreak(buffer, $0) }
        }
    }

    // MARK: Scalars

    private mutating func emit(_ text: String, isKey: Bool, isTagged: Bool = false) {
        var text = text
        let readsAsText =
            isTagged || ScalarResolver.resolvePlain(text).0 == .str && !Base60.matches(text)
        text.withUTF8 { buffer in
            let style = ScalarStyle(buffer)
            if buffer.contains(0x0A) {
                if style.isBlockAllowed, !isKey {
                    putLiteral(buffer)
                } else {
                    putDoubleQuoted(buffer)
                }
            } else if !readsAsText {
                putDoubleQuoted(buffer)
            } else if style.isPlainAllowed {
                putPlain(buffer)
            } else if style.isSingleQuotedAllowed, !(isKey && style.isMultiline) {
                putSingleQuoted(buffer)
            } else {
                putDoubleQuoted(buffer)
            }
        }
    }

    private static func float(_ value: Double) -> String {
        if value.isNaN { return ".nan" }
        if value.isInfinite { return value < 0 ? "-.inf" : ".inf" }
        return GoFloat.shortest(value)
    }

    /// Lines of 70 characters once there is more than one.
    private static func brokenBase64(_ bytes: [UInt8]) -> String {
        let text = Base64.encode(bytes)
        guard text.utf8.count >= 70 else { return text }
        var lines = ""
        var rest = Substring(text)
        while !rest.isEmpty {
            lines += rest.prefix(70) + "\n"
            rest = rest.dropFirst(70)
        }
        return lines
    }

    private mutating func put(_ text: String) {
        if !whitespace { putSpace() }
        out.append(contentsOf: text.utf8)
        column += text.utf8.count
        (whitespace, indention) = (false, false)
    }

    private mutating func putPlain(_ text: UnsafeBufferPointer<UInt8>) {
        if !whitespace, !text.isEmpty { putSpace() }
        out.append(contentsOf: text)
        column += text.count
        (whitespace, indention) = (false, false)
    }

    private mutating func putSingleQuoted(_ text: UnsafeBufferPointer<UInt8>) {
        if !whitespace { putSpace() }
        out.append(UInt8(ascii: "'"))
        column += text.count + 2
        var followsBreak = false
        for (at, byte) in text.enumerated() {
            // Line separators that are no line feed stay, and what follows them is indented.
            if byte >= 0x80, ScalarCharacters.isBreak(text, at) {
                followsBreak = true
            } else if followsBreak, byte & 0xC0 != 0x80 {
                (column, whitespace, indention) = (0, true, true)
                writeIndent()
                followsBreak = false
            }
            if byte == UInt8(ascii: "'") { out.append(byte) }
            out.append(byte)
        }
        out.append(UInt8(ascii: "'"))
        (whitespace, indention) = (false, false)
    }

    private mutating func putDoubleQuoted(_ text: UnsafeBufferPointer<UInt8>) {
        if !whitespace { putSpace() }
        out.append(UInt8(ascii: "\""))
        var at = 0
        while at < text.count {
            let width = min(Scanner.width(text[at]), text.count - at)
            let byte = text[at]
            if !ScalarCharacters.isPrintable(text, at) || ScalarCharacters.isBreak(text, at)
                || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
            {
                putEscape(UnsafeBufferPointer(rebasing: text[at..<(at + width)]))
            } else {
                out.append(contentsOf: text[at..<(at + width)])
            }
            at += width
        }
        out.append(UInt8(ascii: "\""))
        column += text.count + 2
        (whitespace, indention) = (false, false)
    }

    private mutating func putEscape(_ character: UnsafeBufferPointer<UInt8>) {
        let value = String(decoding: character, as: UTF8.self).unicodeScalars.first?.value ?? 0
        out.append(UInt8(ascii: "\\"))
        let short: [UInt32: Character] = [
            0x00: "0", 0x07: "a", 0x08: "b", 0x09: "t", 0x0A: "n", 0x0B: "v", 0x0C: "f", 0x0D: "r",
            0x1B: "e", 0x22: "\"", 0x5C: "\\", 0x85: "N", 0xA0: "_", 0x2028: "L", 0x2029: "P",
        ]
        if let letter = short[value] { return out.append(contentsOf: String(letter).utf8) }
        let (prefix, digits) = value <= 0xFF ? ("x", 2) : value <= 0xFFFF ? ("u", 4) : ("U", 8)
        let hex = String(value, radix: 16, uppercase: true)
        out.append(
            contentsOf: (prefix + String(repeating: "0", count: digits - hex.count) + hex).utf8)
    }

    private mutating func putLiteral(_ text: UnsafeBufferPointer<UInt8>) {
        indents.append(indent)
        indent = indent < 0 ? 2 : indent + 2
        if !whitespace { putSpace() }
        out.append(contentsOf: Self.literalHeader(text).utf8)
        putBreak()
        (whitespace, indention) = (true, true)
        var start = 0
        while start < text.count {
            let end =
                text[start...].indices.first { ScalarCharacters.isBreak(text, $0) } ?? text.count
            if end > start {
                writeIndent()
                out.append(contentsOf: text[start..<end])
                column += end - start
                (whitespace, indention) = (false, false)
            }
            guard end < text.count else { break }
            let width = Scanner.width(text[end])
            // Separators other than a line feed stay what they are.
            out.append(contentsOf: text[end..<min(end + width, text.count)])
            (column, whitespace, indention) = (0, true, true)
            start = end + width
        }
        indent = indents.removeLast()
    }

    /// `|`, an indentation digit where the text starts with white space, and how it ends.
    private static func literalHeader(_ text: UnsafeBufferPointer<UInt8>) -> String {
        let hint = text[0] == 0x20 || ScalarCharacters.isBreak(text, 0) ? "|2" : "|"
        func start(before end: Int) -> Int {
            var at = end - 1
            while at > 0, text[at] & 0xC0 == 0x80 { at -= 1 }
            return at
        }
        let last = start(before: text.count)
        guard ScalarCharacters.isBreak(text, last) else { return hint + "-" }
        if last == 0 || ScalarCharacters.isBreak(text, start(before: last)) { return hint + "+" }
        return hint
    }

    // MARK: Layout

    private mutating func increaseIndent(isIndentless: Bool = false) {
        indents.append(indent)
        if indent < 0 {
            indent = 0
        } else if !isIndentless {
            indent += 2
        }
    }

    private mutating func writeIndent() {
        let goal = max(indent, 0)
        if !indention || column > goal || (column == goal && !whitespace) { putBreak() }
        while column < goal {
            out.append(0x20)
            column += 1
        }
        (whitespace, indention) = (true, true)
    }

    private mutating func putIndicator(_ indicator: Unicode.Scalar, spaced: Bool, indention: Bool) {
        if spaced, !whitespace { putSpace() }
        out.append(UInt8(ascii: indicator))
        column += 1
        whitespace = false
        self.indention = self.indention && indention
    }

    private mutating func putSpace() {
        out.append(0x20)
        column += 1
    }

    private mutating func putBreak() {
        out.append(0x0A)
        column = 0
    }
}
