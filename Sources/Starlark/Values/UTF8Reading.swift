/// Reads code points out of bytes that may be no UTF-8.
enum UTF8Reading {
    static let replacement: Unicode.Scalar = "\u{FFFD}"

    /// The code point at `position` and its width; U+FFFD and one where the bytes are no UTF-8.
    static func scalar(
        in bytes: UnsafeBufferPointer<UInt8>, at position: Int
    ) -> (Unicode.Scalar, Int) {
        let first = bytes[position]
        if first < 0x80 { return (Unicode.Scalar(first), 1) }
        let width = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0
        guard width > 0, position + width <= bytes.count else { return (replacement, 1) }
        var value = UInt32(first) & (0x7F >> UInt32(width))
        for offset in 1..<width {
            let next = bytes[position + offset]
            guard next & 0xC0 == 0x80 else { return (replacement, 1) }
            value = value << 6 | UInt32(next & 0x3F)
        }
        let least: [UInt32] = [0, 0, 0x80, 0x800, 0x10000]
        guard value >= least[width], let scalar = Unicode.Scalar(value) else {
            return (replacement, 1)
        }
        return (scalar, width)
    }

    /// The code point that ends before `end`, and its width.
    static func lastScalar(
        in bytes: UnsafeBufferPointer<UInt8>, before end: Int
    ) -> (Unicode.Scalar, Int) {
        for start in stride(from: end - 1, through: max(0, end - 4), by: -1)
        where bytes[start] & 0xC0 != 0x80 {
            let (scalar, width) = scalar(in: bytes, at: start)
            if start + width == end { return (scalar, width) }
            break
        }
        return (replacement, 1)
    }
}

extension ByteString {
    /// The code points with their places; U+FFFD for every byte that is no UTF-8.
    func forEachScalar(_ body: (Unicode.Scalar, Int) throws -> Bool) rethrows {
        try withBytes { bytes in
            var position = 0
            while position < bytes.count {
                let (scalar, width) = UTF8Reading.scalar(in: bytes, at: position)
                if try !body(scalar, position) { return }
                position += width
            }
        }
    }

    var scalarCount: Int {
        var count = 0
        forEachScalar { _, _ in
            count += 1
            return true
        }
        return count
    }
}
