import Foundation

/// The texts that must not be shown, and the one way by which text leaves this module.
///
/// A value that is marked in one place turns up unmarked in others: an output of `terraform_data`
/// repeats its sensitive input without the mark, a connection string contains a password. So every
/// text on its way out is searched for every known secret, wherever it came from.
package struct Redaction: Hashable, Sendable {
    package static let mark = "(sensitive)"
    /// A shorter text would be found by chance, and blot out half of a report.
    private static let shortest = 3

    private var secrets: Set<String> = []

    package init() {}

    package var count: Int { secrets.count }

    package mutating func add(_ secret: String) {
        guard secret.utf8.count >= Self.shortest, !Self.harmless.contains(secret) else { return }
        secrets.insert(secret)
        // As it stands inside of JSON, and line by line, as programs print it.
        if let encoded = try? JSONEncoder().encode(secret) {
            secrets.insert(String(decoding: encoded.dropFirst().dropLast(), as: UTF8.self))
        }
        for line in secret.split(whereSeparator: \.isNewline) where line.utf8.count >= 8 {
            secrets.insert(String(line))
        }
    }

    package mutating func formUnion(_ other: Redaction) { secrets.formUnion(other.secrets) }

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

    /// The text with every known secret blotted out, the longest first.
    package func apply(to text: String) -> String {
        secrets.sorted { ($0.utf8.count, $0) > ($1.utf8.count, $1) }
            .reduce(text) { $0.replacingOccurrences(of: $1, with: Self.mark) }
    }

    package func hides(_ text: String) -> Bool { secrets.contains { text.contains($0) } }

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
