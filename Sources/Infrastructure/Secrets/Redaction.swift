import Foundation

/// The texts that must not be shown, and the one way by which text leaves this module.
///
/// A value that is marked in one place turns up unmarked in others: an output of `terraform_data`
/// repeats its sensitive input without the mark, a connection string contains a password. So every
/// text on its way out is searched for every known secret, wherever it came from.
package struct Redaction: Hashable, Sendable {
    package static let mark = "(sensitive)"
    /// In bytes. A shorter text would be found by chance, and blot out half of a report.
    private static let shortest = 3

    /// Secrets that begin with the same bytes, and which lengths there are among them.
    private struct Family: Hashable, Sendable {
        var members: Set<[UInt8]> = []
        /// The longest first.
        var lengths: [Int] = []
    }

    /// By their first bytes, so that a text is gone through once however many secrets there are.
    private var families: [UInt32: Family] = [:]

    package init() {}

    package mutating func add(_ secret: String) {
        guard secret.utf8.count >= Self.shortest, !Self.harmless.contains(secret) else { return }
        insert(Array(secret.utf8))
        // As it stands inside of JSON, and line by line, as programs print it.
        if let encoded = try? JSONEncoder().encode(secret) {
            insert(Array(encoded.dropFirst().dropLast()))
        }
        for line in secret.split(whereSeparator: \.isNewline) where line.utf8.count >= 8 {
            insert(Array(line.utf8))
        }
    }

    private mutating func insert(_ bytes: [UInt8]) {
        let key = Self.key(bytes, at: 0)
        families[key, default: Family()].members.insert(bytes)
        guard families[key]?.lengths.contains(bytes.count) == false else { return }
        families[key]?.lengths.append(bytes.count)
        families[key]?.lengths.sort(by: >)
    }

    private static func key(_ bytes: [UInt8], at start: Int) -> UInt32 {
        UInt32(bytes[start]) << 16 | UInt32(bytes[start + 1]) << 8 | UInt32(bytes[start + 2])
    }

    package mutating func formUnion(_ other: Redaction) {
        for family in other.families.values { family.members.forEach { insert($0) } }
    }

    /// Adds every text and number inside of a value.
    ///
    /// An object that is sensitive as a whole may hold what is none by itself: the host beside the
    /// password. It is not shown there either, but an attribute of the same value elsewhere may be.
    package mutating func add(allOf value: JSONValue) {
        switch value {
        case .array(let elements): for element in elements { add(allOf: element) }
        case .object(let members):
            for (name, member) in members
            where !Self.plain.contains(name) || member.scalarText == nil { add(allOf: member) }
        case .string, .integer, .number: value.scalarText.map { add($0) }
        case .null, .bool: break
        }
    }

    /// Adds what a tree of marks marks in a value.
    package mutating func add(_ value: JSONValue, marked marks: JSONValue) {
        switch (marks, value) {
        case (.bool(true), _): add(allOf: value)
        case (.object(let marks), .object(let members)):
            for (key, mark) in marks { members[key].map { add($0, marked: mark) } }
        case (.array(let marks), .array(let elements)):
            for (mark, element) in zip(marks, elements) { add(element, marked: mark) }
        default: break
        }
    }

    /// The text with every known secret blotted out, also where secrets overlap.
    package func apply(to text: String) -> String {
        let bytes = Array(text.utf8)
        let found = ranges(in: bytes)
        guard !found.isEmpty else { return text }
        var result: [UInt8] = []
        var position = 0
        for range in found {
            result += bytes[position..<range.lowerBound] + Array(Self.mark.utf8)
            position = range.upperBound
        }
        return String(decoding: result + bytes[position...], as: UTF8.self)
    }

    package func hides(_ text: String) -> Bool { !ranges(in: Array(text.utf8)).isEmpty }

    /// Where secrets stand, in order and merged.
    private func ranges(in bytes: [UInt8]) -> [Range<Int>] {
        guard !families.isEmpty, bytes.count >= Self.shortest else { return [] }
        var found: [Range<Int>] = []
        for start in 0...(bytes.count - Self.shortest) {
            guard let family = families[Self.key(bytes, at: start)],
                let longest = family.lengths.first(where: { length in
                    start + length <= bytes.count
                        && family.members.contains(Array(bytes[start..<start + length]))
                })
            else { continue }
            let end = start + longest
            if let last = found.last, last.upperBound >= start {
                found[found.count - 1] = last.lowerBound..<max(last.upperBound, end)
            } else {
                found.append(start..<end)
            }
        }
        return found
    }

    private static let plain: Set<String> = [
        "host", "hostname", "hostaddr", "address", "port", "user", "username", "database", "dbname",
        "name", "sslmode", "region",
    ]
    private static let harmless: Set<String> = ["true", "false", "null", "none", "default"]
}

extension JSONValue {
    /// With every text that holds a secret blotted out.
    package func redacted(by redaction: Redaction) -> JSONValue {
        switch self {
        case .string(let text): .string(redaction.apply(to: text))
        case .integer, .number:
            scalarText.map(redaction.hides) == true ? .string(Redaction.mark) : self
        case .array(let elements): .array(elements.map { $0.redacted(by: redaction) })
        case .object(let members): .object(members.mapValues { $0.redacted(by: redaction) })
        case .null, .bool: self
        }
    }
}
