/// A log sequence number: a byte position in PostgreSQL's write-ahead log.
///
/// Printed the way the server prints it, as two hexadecimal halves: `16/B374D848`.
package struct LSN: Hashable, Comparable, Sendable {
    package let position: UInt64

    package init(position: UInt64) { self.position = position }

    /// Reads the server's form; nil for anything else.
    package init?(_ text: some StringProtocol) {
        let halves = text.split(separator: "/", omittingEmptySubsequences: false)
        guard halves.count == 2, let high = UInt32(halves[0], radix: 16),
            let low = UInt32(halves[1], radix: 16)
        else { return nil }
        position = UInt64(high) << 32 | UInt64(low)
    }

    package static func < (left: LSN, right: LSN) -> Bool { left.position < right.position }

    /// How many bytes of log `self` still has to cover to reach `goal`; zero once it is there.
    package func bytesBehind(_ goal: LSN) -> UInt64 {
        goal.position > position ? goal.position - position : 0
    }
}

extension LSN: CustomStringConvertible {
    package var description: String {
        let high = String(position >> 32, radix: 16, uppercase: true)
        let low = String(position & 0xFFFF_FFFF, radix: 16, uppercase: true)
        return "\(high)/\(low)"
    }
}

extension LSN: Codable {
    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let lsn = LSN(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "not an LSN: \(text)"))
        }
        self = lsn
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
