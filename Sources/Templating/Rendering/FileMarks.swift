/// `--file-mark 'path:key=value'`: says what files are, where names do not.
package enum FileMarks {
    /// - Returns: the files that are not excluded.
    package static func apply(_ marks: [String], to files: [InputFile]) throws -> [InputFile] {
        var files = files
        var exclusive: Set<ObjectIdentifier> = []
        var hasExclusive = false
        for text in marks {
            let mark = try Mark(text)
            let matched = files.filter { mark.matches($0.originalPath) }
            guard !matched.isEmpty else {
                throw TemplateFailure(
                    "Expected file mark '\(text)' to match at least one file by path, but did not")
            }
            var excluded: Set<ObjectIdentifier> = []
            for file in matched {
                switch try mark.apply(to: file) {
                case .nothing: break
                case .exclude: excluded.insert(ObjectIdentifier(file))
                case .onlyOutput: exclusive.insert(ObjectIdentifier(file))
                }
            }
            files.removeAll { excluded.contains(ObjectIdentifier($0)) }
            if mark.key == "exclusive-for-output" { hasExclusive = true }
        }
        if hasExclusive {
            for file in files { file.mark(forOutput: exclusive.contains(ObjectIdentifier(file))) }
        }
        return files
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
            guard pieces.count == 2 else {
                throw TemplateFailure(
                    "Expected file mark '\(text)' to be in format path:key=value")
            }
            let pair = pieces[1].split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard pair.count == 2 else {
                throw TemplateFailure(
                    "Expected file mark '\(text)' key-value portion to be in format key=value")
            }
            (path, key, value) = (String(pieces[0]), String(pair[0]), String(pair[1]))
        }

        /// The first `**/*` stands for any path, the first other `*` for anything between slashes.
        func matches(_ candidate: String) -> Bool {
            var pieces: [Piece] = [.text(path[...])]
            Self.replace("**/*", with: .anything, in: &pieces)
            Self.replace("*", with: .name, in: &pieces)
            return Self.matches(candidate[...], pieces[...])
        }

        private enum Piece {
            case text(Substring)
            case anything, name
        }

        private static func replace(_ sign: String, with piece: Piece, in pieces: inout [Piece]) {
            for (index, candidate) in pieces.enumerated() {
                guard case .text(let text) = candidate, let range = text.firstRange(of: sign)
                else { continue }
                pieces.replaceSubrange(
                    index...index,
                    with: [
                        .text(text[..<range.lowerBound]), piece, .text(text[range.upperBound...]),
                    ])
                return
            }
        }

        private static func matches(_ text: Substring, _ pieces: ArraySlice<Piece>) -> Bool {
            guard let piece = pieces.first else { return text.isEmpty }
            let others = pieces.dropFirst()
            if case .text(let wanted) = piece {
                return text.hasPrefix(wanted) && matches(text.dropFirst(wanted.count), others)
            }
            var rest = text
            while let character = rest.popFirst() {
                if case .name = piece, character == "/" { return false }
                if matches(rest, others) { return true }
            }
            return false
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
