/// Quoting a string so that it reads back as itself.
extension Printer {
    package static func quoted(_ string: ByteString) -> String {
        var printer = Printer()
        printer.writeQuoted(string)
        return String(decoding: printer.bytes, as: UTF8.self)
    }

    mutating func writeQuoted(_ string: ByteString) {
        write(byte: UInt8(ascii: "\""))
        string.withBytes { source in
            var position = 0
            while position < source.count {
                let byte = source[position]
                if byte >= 0x20 && byte < 0x7F && byte != 0x22 && byte != 0x5C {
                    write(byte: byte)
                    position += 1
                } else {
                    let (scalar, width) = UTF8Reading.scalar(in: source, at: position)
                    writeEscaped(scalar, byte: byte, width: width)
                    position += width
                }
            }
        }
        write(byte: UInt8(ascii: "\""))
    }

    private mutating func writeEscaped(_ scalar: Unicode.Scalar, byte: UInt8, width: Int) {
        if width == 1 && byte >= 0x80 {
            write("\\x" + Self.hex(UInt32(byte), digits: 2))
            return
        }
        switch scalar {
        case "\"": write("\\\"")
        case "\\": write("\\\\")
        case "\u{07}": write("\\a")
        case "\u{08}": write("\\b")
        case "\u{0C}": write("\\f")
        case "\n": write("\\n")
        case "\r": write("\\r")
        case "\t": write("\\t")
        case "\u{0B}": write("\\v")
        default: writePlainOrNumber(scalar)
        }
    }

    private mutating func writePlainOrNumber(_ scalar: Unicode.Scalar) {
        if scalar.isGraphic {
            write(String(Character(scalar)))
        } else if scalar.value < 0x80 {
            write("\\x" + Self.hex(scalar.value, digits: 2))
        } else if scalar.value < 0x10000 {
            write("\\u" + Self.hex(scalar.value, digits: 4))
        } else {
            write("\\U" + Self.hex(scalar.value, digits: 8))
        }
    }

    static func hex(_ number: UInt32, digits: Int) -> String {
        let text = String(number, radix: 16)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}
