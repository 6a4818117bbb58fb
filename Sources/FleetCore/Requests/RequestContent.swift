/// What a request says: title, text, labels and whom it asks for a review.
package struct RequestContent: Hashable, Sendable {
    package var title: String
    package var body: String
    package var labels: [String]
    package var reviewers: [String]

    package init(title: String, body: String, labels: [String], reviewers: [String]) {
        self.title = title
        self.body = body
        self.labels = labels
        self.reviewers = reviewers
    }
}

/// One commit of the centre.
package struct CentralChange: Hashable, Sendable, Codable {
    package var commit: String
    package var subject: String

    package init(commit: String, subject: String) {
        self.commit = commit
        self.subject = subject
    }
}

/// The text of a request: what changed in the centre, what changes here, and what is left alone.
package struct RequestBody: Hashable, Sendable {
    package var fleet: String
    package var centreURL: String?
    package var changes: [CentralChange]
    package var change: ConsumerChange

    /// A forge refuses bodies of some ten thousand letters.
    private static let mostLines = 60

    package init(
        fleet: String, centreURL: String?, changes: [CentralChange], change: ConsumerChange
    ) {
        self.fleet = fleet
        self.centreURL = centreURL
        self.changes = changes
        self.change = change
    }

    package var text: String {
        var parts = ["This brings files that this repository shares with others up to date."]
        if !changes.isEmpty { parts.append("### Changes in the centre\n\n" + list(changeLines)) }
        parts.append("### Files\n\n" + list(fileLines))
        let kept = change.notes.map { "- `\($0.path)`: \($0.kind.explanation)" }
        if !kept.isEmpty { parts.append("### Edited here, and kept\n\n" + list(kept)) }
        parts.append(
            "Commits that you add to this branch stay. Closing this request declines this change; "
                + "the next one opens a request again.")
        parts.append(Self.marker(fleet, change.fingerprint))
        return parts.joined(separator: "\n\n") + "\n"
    }

    private var changeLines: [String] {
        changes.map { change in
            let short = String(change.commit.prefix(10))
            let link = centreURL.map { "[\(short)](\($0)/commit/\(change.commit))" }
            return "- \(link ?? short) \(change.subject)"
        }
    }

    private var fileLines: [String] {
        change.writes.keys.sorted().map { "- `\($0)`" }
            + change.removals.sorted().map { "- `\($0)` is removed" }
    }

    private func list(_ lines: [String]) -> String {
        let shown = lines.prefix(Self.mostLines).joined(separator: "\n")
        let more = lines.count - Self.mostLines
        return more > 0 ? shown + "\n- and \(more) more" : shown
    }

    // MARK: Marker

    private static func marker(_ fleet: String, _ change: Fingerprint) -> String {
        "<!-- apus fleet \(fleet) change \(change) -->"
    }

    /// The text of a request that we close ourselves: without its change, so that it is not taken
    /// for one that a person declined.
    package static func withoutChange(_ body: String) -> String {
        guard let range = body.firstRange(of: "<!-- apus fleet ") else { return body }
        return String(body[..<range.lowerBound])
    }

    /// Which change a request was for, read back from its text.
    package static func change(in body: String, fleet: String) -> Fingerprint? {
        let start = "<!-- apus fleet \(fleet) change "
        guard let range = body.firstRange(of: start) else { return nil }
        let word = body[range.upperBound...].prefix { $0.isHexDigit }
        return word.isEmpty ? nil : Fingerprint(text: String(word))
    }
}

extension ConsumerChange.Note.Kind {
    package var explanation: String {
        switch self {
        case .edited: "edited here; the centre has nothing new for it"
        case .removedByHand: "removed here, and not brought back"
        case .merged: "edited here and in the centre; both edits are in it"
        case .conflict: "edited here and in the centre in the same place; left as it is here"
        case .released: "edited here, and no longer brought by the centre"
        case .existing: "was here before, and the centre's file was not put in its place"
        }
    }
}

/// The messages of our own commits, and how they are told from other people's.
package enum FleetCommit {
    package static func message(title: String, fleet: String, centre: String) -> String {
        "\(title)\n\nBrings the files of \(fleet) at \(centre.prefix(10)).\n\n"
            + "\(trailer(fleet)) \(centre)\n"
    }

    /// - Parameter message: the whole message of a commit.
    package static func isOurs(_ message: String, fleet: String) -> Bool {
        message.split(separator: "\n").contains { $0.hasPrefix(trailer(fleet)) }
    }

    private static func trailer(_ fleet: String) -> String { "Apus-Fleet: \(fleet)" }
}
