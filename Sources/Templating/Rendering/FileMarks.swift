/// `--file-mark 'path:key=value'`: says what files are, where names do not.
package enum FileMarks {
    /// - Returns: the files that are not excluded.
    package static func apply(_ marks: [String], to files: [InputFile]) throws -> [InputFile] {
        var excluded: Set<ObjectIdentifier> = []
        var exclusive: Set<ObjectIdentifier> = []
        var hasExclusive = false
        for text in marks {
            let mark = try Mark(text)
            let matched = files.filter { mark.matches($0.originalPath) }
            guard !matched.isEmpty else {
                throw TemplateFailure(
                    "Expected file mark '\(text)' to match at least one file by path, but did not")
            }
            for file in matched {
                switch try mark.apply(to: file) {
                case .nothing: break
                case .exclude: excluded.insert(ObjectIdentifier(file))
                case .onlyOutput: exclusive.insert(ObjectIdentifier(file))
                }
            }
            if mark.key == "exclusive-for-output" { hasExclusive = true }
        }
        if hasExclusive {
            for file in files { file.mark(forOutput: exclusive.contains(ObjectIdentifier(file))) }
        }
        return files.filter { !excluded.contains(ObjectIdentifier($0)) }
    }

    private struct Mark {
        enum Effect { case nothing, exclude, onlyOutput }

        let text: String
        let path: String
        let key: String
        let value: String

        init(_ text: String) throws(TemplateFailure) {
            self.text = text
            let pieces = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            let pair = pieces.last?.split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard pieces.count == 2, let pair, pair.count == 2 else {
                throw TemplateFailure(
                    "Expected file mark '\(text)' to be in format path:key=value")
            }
            (path, key, value) = (String(pieces[0]), String(pair[0]), String(pair[1]))
        }

        /// `**/*` stands for any path, `*` for anything between slashes; each once.
        func matches(_ candidate: String) -> Bool {
            if let range = path.firstRange(of: "**/*") {
                let (before, after) = (path[..<range.lowerBound], path[range.upperBound...])
                return Self.matches(candidate, before, after) { !$0.isEmpty }
            }
            if let star = path.firstIndex(of: "*") {
                let (before, after) = (path[..<star], path[path.index(after: star)...])
                return Self.matches(candidate, before, after) { !$0.isEmpty && !$0.contains("/") }
            }
            return candidate == path
        }

        private static func matches(
            _ candidate: String, _ before: Substring, _ after: Substring,
            middle: (Substring) -> Bool
        ) -> Bool {
            guard candidate.hasPrefix(before), candidate.hasSuffix(after),
                candidate.utf8.count >= before.utf8.count + after.utf8.count
            else { return false }
            return middle(candidate.dropFirst(before.count).dropLast(after.count))
        }

        private var unknownValue: TemplateFailure {
            TemplateFailure("Unknown value in file mark '\(text)'")
        }

        func apply(to file: InputFile) throws(TemplateFailure) -> Effect {
            switch key {
            case "path": file.mark(path: value)
            case "exclude":
                guard value == "true" else { throw unknownValue }
                return .exclude
            case "type": try setType(of: file)
            case "for-output":
                guard value == "true" else { throw unknownValue }
                file.mark(forOutput: true)
            case "exclusive-for-output":
                guard value == "true" else { throw unknownValue }
                return .onlyOutput
            default: throw TemplateFailure("Unknown key in file mark '\(text)'")
            }
            return .nothing
        }

        private func setType(of file: InputFile) throws(TemplateFailure) {
            switch value {
            case "yaml-template": file.mark(kind: .yaml, template: true)
            case "yaml-plain": file.mark(kind: .yaml, template: false)
            case "text-template": file.mark(kind: .text, template: true)
            case "text-plain": file.mark(kind: .text, template: false)
            case "starlark": file.mark(kind: .starlark, template: false)
            case "data": file.mark(kind: .unknown, template: false)
            default: throw unknownValue
            }
            if value.hasSuffix("-plain") { file.mark(forOutput: true) }
            if value == "data" || value == "starlark" { file.mark(forOutput: false) }
        }
    }
}
