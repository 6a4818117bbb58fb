import YAMLTree

/// The way to a node of the output: `metadata.labels.app`, `jobs[0].name`, `a["b.c"]`, and before
/// it, where there are several documents, which of them: `2:metadata.name`.
struct OutputPath: CustomStringConvertible {
    enum Step: Equatable {
        case key(String)
        case index(Int)
    }

    /// Counted from one; nil for every document.
    var document: Int?
    var steps: [Step] = []

    init() {}

    init(_ text: String) throws(TemplateFailure) {
        var rest = Substring(text)
        if let colon = rest.firstIndex(of: ":"), let number = Int(rest[..<colon]) {
            document = number
            rest = rest[rest.index(after: colon)...]
        }
        while !rest.isEmpty {
            guard let step = Self.takeStep(&rest) else {
                throw TemplateFailure(
                    "Expected path '\(text)' to be like 'metadata.name', 'jobs[0].name', "
                        + "'a[\"b.c\"]' or '2:metadata.name' for the second document")
            }
            steps.append(step)
        }
    }

    private static func takeStep(_ rest: inout Substring) -> Step? {
        if rest.first == "[" {
            guard let end = rest.firstIndex(of: "]") else { return nil }
            let inside = rest[rest.index(after: rest.startIndex)..<end]
            rest = rest[rest.index(after: end)...]
            if let index = Int(inside) { return .index(index) }
            guard inside.count >= 2, inside.first == "\"", inside.last == "\"" else { return nil }
            return .key(String(inside.dropFirst().dropLast()))
        }
        if rest.first == "." { rest = rest.dropFirst() }
        let name = rest.prefix { $0 != "." && $0 != "[" }
        guard !name.isEmpty else { return nil }
        rest = rest[name.endIndex...]
        return .key(String(name))
    }

    var description: String {
        var text = ""
        for step in steps {
            switch step {
            case .index(let index): text += "[\(index)]"
            case .key(let key):
                let isPlain = !key.isEmpty && !key.contains { ".[]:\"".contains($0) }
                text += isPlain ? (text.isEmpty ? key : ".\(key)") : "[\"\(key)\"]"
            }
        }
        return document.map { "\($0):\(text)" } ?? text
    }

    func appending(_ step: Step) -> OutputPath {
        var path = self
        path.steps.append(step)
        return path
    }
}
