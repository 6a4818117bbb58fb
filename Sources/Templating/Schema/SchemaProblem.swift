import YAMLTree

/// What is wrong with a schema, or with values a schema rules: a heading and its violations.
struct SchemaProblem: Error, CustomStringConvertible {
    let summary: String
    let violations: [Violation]

    init(_ summary: String, _ violations: [Violation]) {
        self.summary = summary
        self.violations = violations
    }

    init(_ summary: String, _ cause: any Error) {
        self.summary = summary
        violations = [(cause as? Violation) ?? .other(TemplateFailure.text(cause))]
    }

    var description: String {
        var text = "\n\(summary)\n" + String(repeating: "=", count: summary.count) + "\n"
        for violation in violations { text += "\n" + violation.text }
        return text + "\n\n"
    }

    enum Violation: Error {
        case found(Finding)
        case other(String)

        var text: String {
            switch self {
            case .found(let finding): finding.text
            case .other(let text): text
            }
        }
    }

    /// One thing that is wrong, shown with the lines it is about.
    struct Finding {
        var annotations: [YAMLTree.Position] = []
        var position: YAMLTree.Position
        /// What to show for a node that code made.
        var calculated = ""
        var description = ""
        var found = ""
        var expected = ""
        var hints: [String] = []

        var text: String {
            var text = description.isEmpty ? "" : description + "\n"
            text += position.isKnown ? lines : calculatedLines
            text += "\n"
            if !found.isEmpty { text += "    = found: \(found)\n" }
            if !expected.isEmpty { text += "    = expected: \(expected)\n" }
            for hint in hints { text += "    = hint: \(hint)\n" }
            return text
        }

        private var lines: String {
            let shown = annotations.filter(\.isKnown) + [position]
            let width = shown.map(\.number.count).max() ?? 1
            let margin = String(repeating: " ", count: width + 2)
            var text = "\(position.file):\n\(margin) |\n"
            for place in shown {
                let space = String(repeating: " ", count: width - place.number.count)
                text += "  \(space)\(place.number) | \(place.text)\n"
            }
            return text + "\(margin) |\n"
        }

        private var calculatedLines: String {
            "Data value calculated:\n    #\n    # \(calculated)\n    #\n"
        }
    }

    /// The value of `node` is not of the type a schema wants.
    static func mismatch(_ node: Node, _ expected: SchemaType) -> Violation {
        let found =
            switch node {
            case let holder as HoldingNode: GoTypeName.kind(of: holder.value)
            default: node.kindName
            }
        return .found(
            Finding(
                position: node.position, calculated: calculated(node), found: found,
                expected: expected.expectation))
    }

    /// How a node that no file holds would have been written.
    static func calculated(_ node: Node) -> String {
        let text: (YAMLValue) -> String = { value in
            if case .string(let text) = value { return "\"\(text)\"" }
            return value.keyText
        }
        switch node {
        case let item as MapItem where item.value.node == nil:
            return "\(item.key.keyText): \(text(item.value))"
        case let item as MapItem: return "\(item.key.keyText):"
        case let item as ArrayItem where item.value.node == nil: return "- \(text(item.value))"
        default: return node.kindName
        }
    }
}
