/// YAML 1.1's numbers to the base of sixty (`1:20:30`), quoted for the sake of other readers.
enum Base60 {
    static func matches(_ text: String) -> Bool {
        guard let first = text.utf8.first,
            first == 0x2B || first == 0x2D || (first >= 0x30 && first <= 0x39),
            text.utf8.contains(UInt8(ascii: ":"))
        else { return false }
        var parts = Array(text.utf8).split(
            separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard var head = parts.first, var last = parts.popLast(), !parts.isEmpty else {
            return false
        }
        if head.first == 0x2B || head.first == 0x2D { head = head.dropFirst() }
        guard let digit = head.first, isDigit(digit), head.allSatisfy({ isDigit($0) || $0 == 0x5F })
        else { return false }
        if let point = last.firstIndex(of: 0x2E) {
            guard last[(point + 1)...].allSatisfy({ isDigit($0) || $0 == 0x5F }) else {
                return false
            }
            last = last[..<point]
        }
        return (parts.dropFirst() + [last]).allSatisfy(isSixtieth)
    }

    private static func isSixtieth(_ part: ArraySlice<UInt8>) -> Bool {
        guard let last = part.last, isDigit(last), part.count <= 2 else { return false }
        return part.count == 1 || part.first.map { $0 >= 0x30 && $0 <= 0x35 } == true
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
}
