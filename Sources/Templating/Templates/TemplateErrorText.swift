import Starlark
import YAMLTree

/// Words an error of a template's program in terms of the template.
struct TemplateErrorText {
    /// Finds the template a file name stands for.
    let find: (String) -> CompiledTemplate?

    private struct Place {
        let file: String
        let line: Int
        var function: String?
    }

    func text(_ error: any Error) -> String {
        switch error {
        case let errors as SourceErrors:
            errors.errors.map { error in
                entry(error.message, [Place(file: errors.file, line: Int(error.position.line))])
            }.joined()
        case let error as EvaluationError:
            entry(
                error.message,
                error.frames.reversed().map {
                    Place(file: $0.file, line: Int($0.position.line), function: $0.name)
                })
        default: entry(TemplateFailure.text(error), [])
        }
    }

    /// The innermost line of a template that the error is on, with a caret below it.
    func caret(_ error: any Error) -> String? {
        switch error {
        case let errors as SourceErrors:
            errors.errors.first.flatMap { caret(in: errors.file, $0.position) }
        case let error as EvaluationError:
            error.frames.last { find($0.file) != nil }.flatMap { caret(in: $0.file, $0.position) }
        default: nil
        }
    }

    private func caret(in file: String, _ position: Starlark.Position) -> String? {
        find(file)?.line(Int(position.line)).flatMap {
            ErrorCaret.text(in: $0, column: Int(position.column))
        }
    }

    private func entry(_ message: String, _ places: [Place]) -> String {
        var lines = message.split(separator: "\n", omittingEmptySubsequences: false).map(
            String.init)
        let topic = lines.removeFirst()
        var result = "\n- " + topic + Self.hint(topic)
        for place in places where place.line > 0 { append(place, to: &result) }
        if !lines.isEmpty {
            result += "\n\n    reason:"
            for line in lines { result += "\n     " + line }
        }
        return result
    }

    private func append(_ place: Place, to result: inout String) {
        var indent = "\n    "
        if let function = place.function, !function.isEmpty {
            result += indent + "in " + function
            indent += "  "
        }
        guard let template = find(place.file), let line = template.line(place.line) else {
            result += "\(indent)\(place.file):\(place.line) | (unavailable)"
            return
        }
        if let source = line.source {
            result += indent + Self.show(source)
            return
        }
        if let before = template.closestSource(to: place.line, step: -1) {
            result += indent + Self.show(before)
        }
        result += "\(indent)\(place.file):? | \(line.code) (generated)"
        if let after = template.closestSource(to: place.line, step: 1) {
            result += indent + Self.show(after)
        }
    }

    private static func show(_ source: SourceLine) -> String {
        "\(source.position.compact) | \(source.content)"
    }

    private static let hints = [
        "undefined: true": "use 'True' instead of 'true' for boolean assignment",
        "undefined: false": "use 'False' instead of 'false' for boolean assignment",
        "got newline, want ':'": "missing colon at the end of 'if/for/def' statement?",
        "undefined: null": "use 'None' instead of 'null' to indicate no value",
        "undefined: nil": "use 'None' instead of 'nil' to indicate no value",
        "undefined: none": "use 'None' instead of 'none' to indicate no value",
        "unhandled index operation struct[string]":
            "use getattr(...) to access struct field programmatically",
    ]

    private static func hint(_ message: String) -> String {
        hints[message].map { " (hint: \($0))" } ?? ""
    }
}
