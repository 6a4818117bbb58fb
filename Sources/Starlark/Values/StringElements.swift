/// What `elems()`, `elem_ords()`, `codepoints()` and `codepoint_ords()` return: a string as a
/// sequence, because strings themselves are none.
package final class StringElements: HostObject {
    enum Unit { case byte, codepoint }

    let string: ByteString
    let unit: Unit
    let asNumbers: Bool

    init(_ string: ByteString, by unit: Unit, asNumbers: Bool) {
        self.string = string
        self.unit = unit
        self.asNumbers = asNumbers
        super.init()
    }

    package override var typeName: String { unit == .byte ? "elems" : "codepoints" }

    package override func write(to printer: inout Printer) {
        let method = unit == .byte ? "elem" : "codepoint"
        printer.write(.string(string))
        printer.write(asNumbers ? ".\(method)_ords()" : ".\(method)s()")
    }

    package override func hash() throws -> Int { throw Failure("unhashable: \(typeName)") }

    package override func makeIterator() -> ValueIterator? { Iterator(self) }

    private final class Iterator: ValueIterator {
        let elements: StringElements
        var position = 0

        init(_ elements: StringElements) { self.elements = elements }

        override func next() -> Value? {
            let string = elements.string
            if position >= string.count { return nil }
            let start = position
            let (scalar, width) = string.withBytes { bytes in
                elements.unit == .byte
                    ? (Unicode.Scalar(bytes[start]), 1) : UTF8Reading.scalar(in: bytes, at: start)
            }
            position += width
            return elements.asNumbers
                ? .int(Int(scalar.value)) : .string(string[start..<position])
        }
    }
}
