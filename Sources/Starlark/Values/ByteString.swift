/// A string of bytes, by convention UTF-8, that never changes.
///
/// Positions and lengths count bytes. One allocation holds the header and the bytes, and the hash
/// is kept once somebody asked for it, because most strings are names that are looked up often.
public final class ByteString: ManagedBuffer<ByteString.Header, UInt8> {
    /// What stands before the bytes.
    public struct Header {
        var count: Int
        var hash: Int
    }

    /// The header itself. Asking for `header` asks the runtime as well, every time, whether somebody
    /// else is changing it; nobody but `hash` ever does.
    @inline(__always)
    var head: UnsafeMutablePointer<Header> { withUnsafeMutablePointerToHeader { $0 } }

    package var count: Int { head.pointee.count }

    package var isEmpty: Bool { head.pointee.count == 0 }

    /// Makes a string of `count` bytes that `fill` has to set, every one of them.
    static func make(count: Int, fill: (UnsafeMutablePointer<UInt8>) -> Void) -> ByteString {
        let buffer = ByteString.create(minimumCapacity: count) { _ in
            Header(count: count, hash: 0)
        }
        let string = unsafeDowncast(buffer, to: ByteString.self)
        string.withUnsafeMutablePointerToElements(fill)
        return string
    }

    /// The bytes, for the time `body` runs.
    package func withBytes<Result, Failure: Error>(
        _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let base = withUnsafeMutablePointerToElements { $0 }
        // The elements follow the header inside this object, which is alive until we return.
        defer { withExtendedLifetime(self) {} }
        return try body(UnsafeBufferPointer(start: base, count: head.pointee.count))
    }
}

/// Making strings, and reading them as something else.
extension ByteString {
    package static func bytes(_ bytes: UnsafeBufferPointer<UInt8>) -> ByteString {
        guard let base = bytes.baseAddress, !bytes.isEmpty else { return make(count: 0) { _ in } }
        return make(count: bytes.count) { $0.update(from: base, count: bytes.count) }
    }

    package static func bytes(_ bytes: [UInt8]) -> ByteString {
        bytes.withUnsafeBufferPointer { ByteString.bytes($0) }
    }

    package static func bytes(_ bytes: ArraySlice<UInt8>) -> ByteString {
        bytes.withUnsafeBufferPointer { ByteString.bytes($0) }
    }

    package static func text(_ text: String) -> ByteString {
        var text = text
        return text.withUTF8 { ByteString.bytes($0) }
    }

    /// The bytes as text; what is no UTF-8 becomes U+FFFD.
    package var text: String { withBytes { String(decoding: $0, as: UTF8.self) } }

    package var array: [UInt8] { withBytes { Array($0) } }

    package subscript(position: Int) -> UInt8 { withBytes { $0[position] } }

    package subscript(range: Range<Int>) -> ByteString {
        if range.lowerBound == 0 && range.upperBound == count { return self }
        return withBytes { ByteString.bytes(UnsafeBufferPointer(rebasing: $0[range])) }
    }
}
