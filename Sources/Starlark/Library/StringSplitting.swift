/// Cutting strings at white space, or from the end.
enum StringSplitting {
    /// The words between white space; after `cuts` of them the rest stays as it is.
    static func fields(_ string: ByteString, cuts: Int) -> [ByteString] {
        var result: [ByteString] = []
        var start: Int?
        string.forEachScalar { scalar, place in
            if scalar.isSpace {
                if let begin = start {
                    if result.count == cuts { return false }
                    result.append(string[begin..<place])
                    start = nil
                }
            } else if start == nil {
                start = place
            }
            return true
        }
        if let start { result.append(string[start..<string.count]) }
        return result
    }

    /// The same from the end: what stays as it is stands at the beginning.
    static func fieldsFromEnd(_ string: ByteString, cuts: Int) -> [ByteString] {
        var result: [ByteString] = []
        var end: Int?
        var position = string.count
        while position > 0 {
            let (scalar, width) = string.withBytes {
                UTF8Reading.lastScalar(in: $0, before: position)
            }
            if scalar.isSpace {
                if let stop = end {
                    if result.count == cuts { break }
                    result.append(string[position..<stop])
                    end = nil
                }
            } else if end == nil {
                end = position
            }
            position -= width
        }
        if let end { result.append(string[0..<end]) }
        return result.reversed()
    }

    static func fromEnd(_ string: ByteString, by separator: ByteString, cuts: Int) -> [ByteString] {
        let places = string.places(of: separator)
        var result: [ByteString] = []
        var start = 0
        // Only the last places are cut at.
        for place in places.suffix(min(cuts, places.count)) {
            result.append(string[start..<place])
            start = place + separator.count
        }
        result.append(string[start..<string.count])
        return result
    }

    static func trimmed(
        _ string: ByteString, start: Bool, end: Bool, _ matches: (Unicode.Scalar) -> Bool
    ) -> ByteString {
        string.withBytes { bytes in
            var (first, last) = (0, bytes.count)
            while start && first < last {
                let (scalar, width) = UTF8Reading.scalar(in: bytes, at: first)
                if !matches(scalar) { break }
                first += width
            }
            while end && last > first {
                let (scalar, width) = UTF8Reading.lastScalar(in: bytes, before: last)
                if !matches(scalar) { break }
                last -= width
            }
            return string[first..<last]
        }
    }
}
