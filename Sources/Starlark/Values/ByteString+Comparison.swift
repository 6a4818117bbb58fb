#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Comparing and hashing by bytes, so that strings are ordered as their UTF-8 is.
extension ByteString: Hashable {
    /// Byte for byte.
    public static func == (first: ByteString, second: ByteString) -> Bool {
        if first === second { return true }
        let count = first.head.pointee.count
        guard count == second.head.pointee.count else { return false }
        return first.withBytes { a in
            second.withBytes { b in
                guard let a = a.baseAddress, let b = b.baseAddress else { return true }
                return memcmp(a, b, count) == 0
            }
        }
    }

    /// Hands on the hash that is kept.
    public func hash(into hasher: inout Hasher) { hasher.combine(hash) }

    /// Never zero: zero stands for a hash nobody asked for yet.
    package var hash: Int {
        let known = head.pointee.hash
        if known != 0 { return known }
        let computed = withBytes { Self.hash(of: $0) }
        head.pointee.hash = computed
        return computed
    }

    /// Eight bytes at a time, each folded in by a wide multiplication.
    static func hash(of bytes: UnsafeBufferPointer<UInt8>) -> Int {
        let raw = UnsafeRawBufferPointer(bytes)
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15 ^ UInt64(raw.count)
        var position = 0
        while position + 8 <= raw.count {
            fold(raw.loadUnaligned(fromByteOffset: position, as: UInt64.self), into: &state)
            position += 8
        }
        var rest: UInt64 = 0
        while position < raw.count {
            rest = rest << 8 | UInt64(raw[position])
            position += 1
        }
        fold(rest, into: &state)
        return Int(truncatingIfNeeded: state | 1 << 62)
    }

    func hasBytes(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard bytes.count == head.pointee.count else { return false }
        return withBytes { own in
            guard let a = own.baseAddress, let b = bytes.baseAddress else { return true }
            return memcmp(a, b, own.count) == 0
        }
    }

    @inline(__always)
    private static func fold(_ word: UInt64, into state: inout UInt64) {
        let product = (state ^ word).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
        state = product.high ^ product.low
    }

    /// Negative, zero or positive, as `self` stands before, beside or after `other`.
    package func order(against other: ByteString) -> Int {
        withBytes { a in
            other.withBytes { b in
                let common = min(a.count, b.count)
                if common > 0, let first = a.baseAddress, let second = b.baseAddress {
                    let difference = Int(memcmp(first, second, common))
                    if difference != 0 { return difference }
                }
                return a.count - b.count
            }
        }
    }
}
