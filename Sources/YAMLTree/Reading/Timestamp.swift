/// Whether plain text is a timestamp, which is read as text and must be quoted when printed.
///
/// The forms are those of Go's `time.Parse` with the four layouts yaml.v2 tries: a date, a date
/// and a time with a zone after `T` or `t`, or a date and a time without a zone after a space.
struct Timestamp {
    private let bytes: [UInt8]
    private var at = 0

    static func matches(_ text: String) -> Bool {
        let utf8 = text.utf8
        guard utf8.count >= 8, let dash = utf8.firstIndex(of: UInt8(ascii: "-")),
            utf8.distance(from: utf8.startIndex, to: dash) == 4
        else { return false }
        var reader = Timestamp(bytes: Array(utf8))
        return reader.parse()
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private mutating func parse() -> Bool {
        guard let year = number(digits: 4), take("-"), let month = shortNumber(), take("-"),
            let day = shortNumber(), (1...12).contains(month),
            day >= 1, day <= Self.days(in: month, of: year)
        else { return false }
        if at == bytes.count { return true }
        let separator = bytes[at]
        at += 1
        switch separator {
        case UInt8(ascii: "T"), UInt8(ascii: "t"): return time() && zone() && at == bytes.count
        case UInt8(ascii: " "): return time() && at == bytes.count
        default: return false
        }
    }

    private mutating func time() -> Bool {
        guard let hour = shortNumber(), hour < 24, take(":"), let minute = shortNumber(),
            minute < 60, take(":"), let second = shortNumber(), second < 60
        else { return false }
        if at + 1 < bytes.count, bytes[at] == UInt8(ascii: ".") || bytes[at] == UInt8(ascii: ","),
            digit(at + 1) != nil
        {
            at += 1
            while digit(at) != nil { at += 1 }
        }
        return true
    }

    private mutating func zone() -> Bool {
        guard at < bytes.count else { return false }
        if take("Z") { return true }
        guard take("+") || take("-"), let hours = number(digits: 2), hours <= 24, take(":"),
            let minutes = number(digits: 2), minutes < 60
        else { return false }
        return true
    }

    private func digit(_ index: Int) -> Int? {
        guard index < bytes.count, bytes[index] >= 0x30, bytes[index] <= 0x39 else { return nil }
        return Int(bytes[index]) - 0x30
    }

    private mutating func number(digits: Int) -> Int? {
        var value = 0
        for _ in 0..<digits {
            guard let digit = digit(at) else { return nil }
            value = value * 10 + digit
            at += 1
        }
        return value
    }

    private mutating func shortNumber() -> Int? {
        guard digit(at) != nil else { return nil }
        return number(digits: digit(at + 1) == nil ? 1 : 2)
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard at < bytes.count, bytes[at] == UInt8(ascii: character) else { return false }
        at += 1
        return true
    }

    private static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
