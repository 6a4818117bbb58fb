/// RFC 4648's forms, as Go's `base64` has them; line breaks are skipped in each.
package struct Base64: Sendable {
    /// `-` and `_` instead of `+` and `/`.
    package var isURL = false
    /// Ends in `=` where the last group is not full.
    package var isPadded = true
    /// Bits that a last group has too many must be zero.
    package var isStrict = false

    package init() {}

    package static func encode(_ bytes: some Collection<UInt8>) -> String {
        Base64().encode(bytes)
    }

    /// Nil when anything is out of place.
    package static func decode(_ text: String) -> [UInt8]? {
        if case .success(let bytes) = Base64().decodeReporting(text) { bytes } else { nil }
    }

    private static let letters =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
    private static let standardAlphabet = Array((letters + "+/").utf8)
    private static let urlAlphabet = Array((letters + "-_").utf8)

    private var alphabet: [UInt8] { isURL ? Self.urlAlphabet : Self.standardAlphabet }

    package func encode(_ bytes: some Collection<UInt8>) -> String {
        var result: [UInt8] = []
        result.reserveCapacity((bytes.count + 2) / 3 * 4)
        var group: UInt32 = 0
        var count = 0
        for byte in bytes {
            group = group << 8 | UInt32(byte)
            count += 1
            if count == 3 {
                append(group, digits: 4, to: &result)
                (group, count) = (0, 0)
            }
        }
        if count > 0 {
            append(group << (8 * UInt32(3 - count)), digits: count + 1, to: &result)
            let padding = isPadded ? 3 - count : 0
            result.append(contentsOf: [UInt8](repeating: UInt8(ascii: "="), count: padding))
        }
        return String(decoding: result, as: UTF8.self)
    }

    private func append(_ group: UInt32, digits: Int, to result: inout [UInt8]) {
        let alphabet = alphabet
        for index in 0..<digits {
            result.append(alphabet[Int(group >> (18 - 6 * UInt32(index)) & 0x3F)])
        }
    }

    package struct Corrupt: Error {
        package let offset: Int
    }

    package func decodeReporting(_ text: String) -> Result<[UInt8], Corrupt> {
        let input = Array(text.utf8)
        var result: [UInt8] = []
        var group: [UInt8] = []
        var at = 0
        while at < input.count {
            let byte = input[at]
            at += 1
            if byte == 0x0A || byte == 0x0D { continue }
            if let value = value(of: byte) {
                group.append(value)
                if group.count == 4 { flush(&group, into: &result) }
                continue
            }
            guard isPadded, byte == UInt8(ascii: "="), group.count >= 2 else {
                return .failure(Corrupt(offset: at - 1))
            }
            return finish(input, at: at, group: group, result: result)
        }
        if group.isEmpty { return .success(result) }
        guard !isPadded, group.count >= 2 else {
            return .failure(Corrupt(offset: input.count - group.count))
        }
        if let offset = looseBits(group, at: at) { return .failure(Corrupt(offset: offset)) }
        flush(&group, into: &result)
        return .success(result)
    }

    /// Where bits stand that no byte needs, when that matters.
    private func looseBits(_ group: [UInt8], at end: Int) -> Int? {
        guard isStrict, let last = group.last else { return nil }
        if group.count == 3 { return last & 0x03 == 0 ? nil : end - 1 }
        return last & 0x0F == 0 ? nil : end - 2
    }

    /// After the first `=`.
    private func finish(
        _ input: [UInt8], at start: Int, group: [UInt8], result: [UInt8]
    ) -> Result<[UInt8], Corrupt> {
        var (at, group, result) = (start, group, result)
        func skipBreaks() { while at < input.count, input[at] == 10 || input[at] == 13 { at += 1 } }
        skipBreaks()
        if group.count == 2 {
            guard at < input.count, input[at] == UInt8(ascii: "=") else {
                return .failure(Corrupt(offset: at < input.count ? at : input.count))
            }
            at += 1
            skipBreaks()
        }
        guard at == input.count else { return .failure(Corrupt(offset: at)) }
        if let offset = looseBits(group, at: at) { return .failure(Corrupt(offset: offset)) }
        flush(&group, into: &result)
        return .success(result)
    }

    private func flush(_ group: inout [UInt8], into result: inout [UInt8]) {
        let count = group.count
        let value = group.reduce(UInt32(0)) { $0 << 6 | UInt32($1) } << (6 * UInt32(4 - count))
        for index in 0..<(count - 1) {
            result.append(UInt8(truncatingIfNeeded: value >> (16 - 8 * UInt32(index))))
        }
        group.removeAll(keepingCapacity: true)
    }

    private func value(of byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte - 65
        case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - 97 + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - 48 + 52
        case UInt8(ascii: "-") where isURL: 62
        case UInt8(ascii: "_") where isURL: 63
        case UInt8(ascii: "+") where !isURL: 62
        case UInt8(ascii: "/") where !isURL: 63
        default: nil
        }
    }
}
