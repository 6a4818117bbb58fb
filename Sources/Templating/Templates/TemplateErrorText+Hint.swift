import Starlark

/// What a person might do about an error, where the reference's message says nothing of it.
extension TemplateErrorText {
    /// - Returns: lines to follow the message; nil where nothing is known.
    func hint(_ error: any Error) -> String? {
        switch error {
        case let errors as SourceErrors: errors.errors.first.flatMap { hint(undefined: $0.message) }
        case let error as EvaluationError:
            hint(module: error.message)
                ?? hint(among: (error.cause as? Failure)?.known ?? [], error.message)
        default: nil
        }
    }

    /// Forgetting to load a module is the commonest mistake of all.
    private func hint(undefined message: String) -> String? {
        let name = message.dropFirst("undefined: ".count)
        guard message.hasPrefix("undefined: "), StandardModules.names.contains(String(name)) else {
            return nil
        }
        return "#@ load(\"@ytt:\(name)\", \"\(name)\") makes it known"
    }

    private func hint(module message: String) -> String? {
        let start = "cannot load @ytt:"
        guard message.hasPrefix(start), message.contains("does not have module") else { return nil }
        let name = message.dropFirst(start.count).prefix { $0 != ":" }
        return SpellingHint.closest(to: String(name), among: StandardModules.names).map {
            "did you mean \"@ytt:\($0)\"?"
        }
    }

    private func hint(among known: [String], _ message: String) -> String? {
        guard !known.isEmpty, !message.contains("did you mean") else { return nil }
        let missing = message.split(separator: " ").first { $0.hasPrefix(".") }?.dropFirst() ?? ""
        let closest = SpellingHint.closest(to: String(missing), among: known)
        var text = closest.map { "did you mean .\($0)? " } ?? ""
        let shown = known.prefix(20).map { ".\($0)" }.joined(separator: ", ")
        text += "there is \(shown)" + (known.count > 20 ? " and \(known.count - 20) more" : "")
        return text
    }
}
