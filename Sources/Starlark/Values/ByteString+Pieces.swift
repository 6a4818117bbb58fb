#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Finding, cutting and joining.
extension ByteString {
    func appending(_ other: ByteString) -> ByteString {
        if other.isEmpty { return self }
        if isEmpty { return other }
        let (first, second) = (count, other.count)
        return ByteString.make(count: first + second) { target in
            withBytes { source in
                if let base = source.baseAddress { target.update(from: base, count: first) }
            }
            other.withBytes { source in
                if let base = source.baseAddress {
                    (target + first).update(from: base, count: second)
                }
            }
        }
    }

    /// Where `part` begins for the first time at or after `start`.
    func firstPlace(of part: ByteString, from start: Int = 0, to end: Int? = nil) -> Int? {
        let limit = (end ?? count) - part.count
        if part.isEmpty { return start <= limit ? start : nil }
        return withBytes { bytes in
            part.withBytes { part in
                var position = start
                while position <= limit {
                    guard let base = bytes.baseAddress,
                        let hit = memchr(base + position, Int32(part[0]), limit - position + 1)
                    else { return nil }
                    position = UnsafeRawPointer(hit) - UnsafeRawPointer(base)
                    if let other = part.baseAddress,
                        memcmp(base + position, other, part.count) == 0
                    {
                        return position
                    }
                    position += 1
                }
                return nil
            }
        }
    }

    /// Where `part` begins for the last time within the bounds.
    func lastPlace(of part: ByteString, from start: Int = 0, to end: Int? = nil) -> Int? {
        var position = (end ?? count) - part.count
        while position >= start {
            if hasBytes(part, at: position) { return position }
            position -= 1
        }
        return nil
    }

    func hasBytes(_ part: ByteString, at position: Int) -> Bool {
        guard position >= 0, position + part.count <= count else { return false }
        return withBytes { bytes in
            part.withBytes { part in
                guard let base = bytes.baseAddress, let other = part.baseAddress else {
                    return true
                }
                return memcmp(base + position, other, part.count) == 0
            }
        }
    }

    /// Bounds lie within the string, and `step` leads from the first towards the second.
    func slice(from start: Int, to end: Int, step: Int) -> ByteString {
        if step == 1 { return self[start..<end] }
        return withBytes { bytes in
            ByteString.bytes(stride(from: start, to: end, by: step).map { bytes[$0] })
        }
    }

    /// The places where non-overlapping occurrences of `part` begin; `part` is not empty.
    func places(of part: ByteString, atMost limit: Int = .max) -> [Int] {
        var result: [Int] = []
        var position = 0
        while result.count < limit, let place = firstPlace(of: part, from: position) {
            result.append(place)
            position = place + part.count
        }
        return result
    }

    /// The pieces between `separator`s, at most `cuts` of which are cut at.
    func split(by separator: ByteString, cuts: Int = .max) -> [ByteString] {
        var result: [ByteString] = []
        var start = 0
        for place in places(of: separator, atMost: cuts) {
            result.append(self[start..<place])
            start = place + separator.count
        }
        result.append(self[start..<count])
        return result
    }
}
