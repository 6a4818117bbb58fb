/// What an operator is told: PostgreSQL's four parts, a place, and a code that never changes.
///
/// A diagnostic is a value. It is thrown, collected, printed and compared, and it never holds a
/// secret: whoever makes one passes connection strings through their redacted form.
package struct Diagnostic: Error, Hashable, Sendable, Codable {
    package enum Severity: String, Hashable, Sendable, Codable, CaseIterable {
        case note, warning, error
    }

    package var severity: Severity
    /// Stable: scripts and the documentation refer to it.
    package var code: Code
    /// Lower case, no full stop: what is wrong, with the name of the thing it is about.
    package var message: String
    /// What was seen, in whole sentences.
    package var detail: String?
    /// The next thing to type.
    package var hint: String?
    /// Where in a file, when a file is to blame.
    package var place: Place?

    package init(
        _ severity: Severity, _ code: Code, _ message: String, detail: String? = nil,
        hint: String? = nil, at place: Place? = nil
    ) {
        self.severity = severity
        self.code = code
        self.message = message
        self.detail = detail
        self.hint = hint
        self.place = place
    }
}

extension Diagnostic: CustomStringConvertible {
    /// As it stands on a terminal: the message on one line, then `detail:` and `hint:` indented.
    package var description: String {
        var lines = ["\(placePrefix)\(severity.rawValue): \(message) [\(code)]"]
        if let detail { lines.append("  detail: " + indented(detail)) }
        if let hint { lines.append("  hint: " + indented(hint)) }
        return lines.joined(separator: "\n")
    }

    private var placePrefix: String { place.map { "\($0): " } ?? "" }

    private func indented(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\n    ")
    }
}
