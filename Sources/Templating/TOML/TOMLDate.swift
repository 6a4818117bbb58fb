/// Dates and times of TOML: `1979-05-27`, `07:32:00.5`, `1979-05-27T07:32:00`, with or without `Z` or
/// an offset such as `-07:00`.
enum TOMLDate {
    /// Begins as a date or a time does; nothing else in TOML does.
    static func looksLike(_ word: String) -> Bool {
        matches(word.prefix(5), "dddd-") || matches(word.prefix(3), "dd:")
    }

    static func isDate(_ word: String) -> Bool { matches(word[...], "dddd-dd-dd") }

    /// The same in the form of RFC 3339; nil when no calendar or clock shows it.
    static func normalized(_ text: String) -> String? {
        guard text.utf8.count >= 10, isDate(String(text.prefix(10))) else {
            return isTime(text[...]) ? text : nil
        }
        guard isInCalendar(text.prefix(10)) else { return nil }
        let rest = text.dropFirst(10)
        guard let separator = rest.first else { return text }
        guard separator == "T" || separator == "t" else { return nil }
        let time = rest.dropFirst()
        let zoneStart = time.firstIndex { "Zz+-".contains($0) } ?? time.endIndex
        guard isTime(time[..<zoneStart]), isZone(time[zoneStart...]) else { return nil }
        return text.prefix(10) + "T" + time.uppercased()
    }

    private static func isInCalendar(_ date: Substring) -> Bool {
        let parts = date.split(separator: "-").compactMap { Int($0) }
        guard parts.count == 3, (1...12).contains(parts[1]) else { return false }
        let (year, month) = (parts[0], parts[1])
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return (1...days[month - 1]).contains(parts[2])
    }

    private static func isTime(_ text: Substring) -> Bool {
        guard matches(text.prefix(8), "dd:dd:dd") else { return false }
        let parts = text.prefix(8).split(separator: ":").compactMap { Int($0) }
        guard parts[0] < 24, parts[1] < 60, parts[2] < 60 else { return false }
        let fraction = text.dropFirst(8)
        return fraction.isEmpty
            || fraction.first == "." && fraction.count > 1
                && fraction.dropFirst().allSatisfy { ("0"..."9").contains($0) }
    }

    private static func isZone(_ text: Substring) -> Bool {
        if text.isEmpty || text == "Z" || text == "z" { return true }
        guard matches(text.dropFirst(), "dd:dd") else { return false }
        let parts = text.dropFirst().split(separator: ":").compactMap { Int($0) }
        return parts[0] < 24 && parts[1] < 60
    }

    /// `d` stands for a digit, anything else for itself.
    private static func matches(_ text: Substring, _ pattern: String) -> Bool {
        text.utf8.count == pattern.utf8.count
            && zip(text, pattern).allSatisfy { character, wanted in
                wanted == "d" ? ("0"..."9").contains(character) : character == wanted
            }
    }
}
