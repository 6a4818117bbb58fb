/// A number of bytes, written by people as `64GB` and read back in powers of 1024, as
/// PostgreSQL's own settings are.
package struct ByteCount: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    package let bytes: Int64

    package init(_ bytes: Int64) { self.bytes = bytes }

    private static let units: [(suffix: String, size: Int64)] = [
        ("PB", 1 << 50), ("TB", 1 << 40), ("GB", 1 << 30), ("MB", 1 << 20), ("kB", 1 << 10),
        ("B", 1),
    ]

    /// Reads `64GB`, `64 GB`, `64GiB` or a bare number of bytes; nil for anything else.
    package init?(parsing text: String) {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let number = Int64(digits) else { return nil }
        let unit = text.dropFirst(digits.count).filter { $0 != " " && $0 != "i" }.lowercased()
        guard
            let size = unit.isEmpty
                ? 1 : Self.units.first(where: { $0.suffix.lowercased() == unit })?.size
        else { return nil }
        let (product, overflow) = number.multipliedReportingOverflow(by: size)
        guard !overflow else { return nil }
        bytes = product
    }

    package static func < (left: ByteCount, right: ByteCount) -> Bool { left.bytes < right.bytes }

    package var description: String {
        for (suffix, size) in Self.units.dropLast() where bytes >= size {
            let tenths = bytes / (size / 10)
            return tenths >= 100 || tenths % 10 == 0
                ? "\(bytes / size) \(suffix)" : "\(tenths / 10).\(tenths % 10) \(suffix)"
        }
        return "\(bytes) B"
    }
}
