/// RFC 4648's standard alphabet, with padding, as Go's `base64.StdEncoding`.
package enum Base64 {
    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    package static func encode(_ bytes: some Collection<UInt8>) -> String {
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
            result.append(contentsOf: [UInt8](repeating: UInt8(ascii: "="), count: 3 - count))
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func append(_ group: UInt32, digits: Int, to result: inout [UInt8]) {
        for index in 0..<digits {
            result.append(alphabet[Int(group >> (18 - 6 * UInt32(index)) & 0x3F)])
        }
    }

    /// Line breaks are skipped; nil when anything else is out of place.
    package static func decode(_ text: String) -> [UInt8]? {
        if case .success(let bytes) = decodeReporting(text) { bytes } else { nil }
    }

    package struct Corrupt: Error {
        package let offset: Int
    }

    package static func decodeReporting(_ text: String) -> Result<[UInt8], Corrupt> {
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
            guard byte == UInt8(ascii: "="), group.count >= 2 else {
                return .failure(Corrupt(offset: at - 1))
            }
            return finish(input, at: at, group: group, result: result)
        }
        guard group.isEmpty else { return .failure(Corrupt(offset: input.count - group.count)) }
        return .success(result)
    }

    /// After the first `=`.
    private static func finish(
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
        flush(&group, into: &result)
        return .success(result)
    }

    private static func flush(_ group: inout [UInt8], into result: inout [UInt8]) {
        let count = group.count
        let value = group.reduce(UInt32(0)) { $0 << 6 | UInt32($1) } << (6 * UInt32(4 - count))
        for index in 0..<(count - 1) {
            result.append(UInt8(truncatingIfNeeded: value >> (16 - 8 * UInt32(index))))
        }
        group.removeAll(keepingCapacity: true)
    }

    private static func value(of byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte - 65
        case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - 97 + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - 48 + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
