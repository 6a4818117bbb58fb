import Templating

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// ytt's flags, taken apart the way its command line does: `--flag value`, `--flag=value`,
/// `-f value`, `-fvalue`, and several one-letter switches in one word.
struct RenderFlags {
    private enum Kind { case toggle, text, list }

    struct Problem: Error, CustomStringConvertible {
        let description: String
    }

    private(set) var lists: [String: [String]] = [:]
    private var toggles: [String: Bool] = [:]

    private static let kinds: [String: Kind] = [
        "file": .list, "file-mark": .list, "allow-symlink-destination": .list, "output": .list,
        "data-value": .list, "data-value-yaml": .list, "data-value-file": .list,
        "data-values-env": .list, "data-values-env-yaml": .list, "data-values-file": .list,
        "bulk-in": .text, "output-files": .text, "dangerous-emptied-output-directory": .text,
        "output-directory": .text, "bulk-out": .toggle, "files-inspect": .toggle,
        "filter-template-files": .list, "data-values-inspect": .toggle,
        "data-values-schema-inspect": .toggle, "ignore-unknown-comments": .toggle,
        "implicit-map-key-overrides": .toggle, "strict": .toggle, "debug": .toggle,
        "dangerous-data-values-disable-validation": .toggle, "enable-experiment-schema": .toggle,
        "dangerous-allow-all-symlink-destinations": .toggle, "help": .toggle,
        "watch": .toggle, "explain": .text, "check": .text,
    ]

    private static let letters: [Character: String] = [
        "f": "file", "v": "data-value", "o": "output", "s": "strict", "h": "help",
    ]

    init(_ arguments: [String], program: String = "ytt") throws(Problem) {
        var rest = arguments[...]
        var extras: [String] = []
        while let argument = rest.popFirst() {
            if argument == "--" {
                extras += rest
                break
            } else if argument.hasPrefix("--") {
                try takeLong(argument.dropFirst(2), &rest)
            } else if argument.hasPrefix("-"), argument != "-" {
                try takeLetters(argument.dropFirst(), &rest)
            } else {
                extras.append(argument)
            }
        }
        guard extras.isEmpty else {
            let quoted = extras.map { "'\($0)'" }.joined(separator: ", ")
            throw Problem(
                description: "command '\(program)' does not accept extra arguments \(quoted)")
        }
    }

    private mutating func takeLong(
        _ text: Substring, _ rest: inout ArraySlice<String>
    ) throws(Problem) {
        let pieces = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = String(pieces[0])
        guard let kind = Self.kinds[name] else {
            throw Problem(description: "unknown flag: --\(name)")
        }
        let given = pieces.count > 1 ? String(pieces[1]) : nil
        if kind == .toggle {
            try set(name, given ?? "true", shown: "--\(name)")
        } else if let value = given ?? rest.popFirst() {
            set(name, kind, value)
        } else {
            throw Problem(description: "flag needs an argument: --\(name)")
        }
    }

    private mutating func takeLetters(
        _ word: Substring, _ rest: inout ArraySlice<String>
    ) throws(Problem) {
        var letters = word
        while let letter = letters.popFirst() {
            guard let name = Self.letters[letter], let kind = Self.kinds[name] else {
                throw Problem(description: "unknown shorthand flag: '\(letter)' in -\(word)")
            }
            if kind == .toggle {
                guard letters.first == "=" else {
                    toggles[name] = true
                    continue
                }
                return try set(name, String(letters.dropFirst()), shown: "-\(letter), --\(name)")
            }
            if letters.first == "=" { letters.removeFirst() }
            if !letters.isEmpty { return set(name, kind, String(letters)) }
            guard let value = rest.popFirst() else {
                throw Problem(description: "flag needs an argument: '\(letter)' in -\(word)")
            }
            return set(name, kind, value)
        }
    }

    private mutating func set(_ name: String, _ value: String, shown: String) throws(Problem) {
        switch value {
        case "1", "t", "T", "true", "TRUE", "True": toggles[name] = true
        case "0", "f", "F", "false", "FALSE", "False": toggles[name] = false
        default:
            throw Problem(
                description: "invalid argument \"\(value)\" for \"\(shown)\" flag: "
                    + "strconv.ParseBool: parsing \"\(value)\": invalid syntax")
        }
    }

    private mutating func set(_ name: String, _ kind: Kind, _ value: String) {
        if kind == .text {
            lists[name] = [value]
        } else if name == "output" {
            lists[name, default: []] += value.split(separator: ",").map(String.init)
        } else {
            lists[name, default: []].append(value)
        }
    }

    // MARK: Reading

    func has(_ name: String) -> Bool { toggles[name] ?? false }

    func last(_ name: String) -> String? { lists[name]?.last }

    var wantsHelp: Bool { has("help") }

    /// The files and folders that flags name, without those that come from elsewhere.
    var watchedPaths: [String] {
        let named = (lists["file"] ?? []).map { String($0.split(separator: "=").last ?? "") }
        let values = (lists["data-values-file"] ?? []).map { text in
            text.hasPrefix("@") ? String(text.split(separator: ":").last ?? "") : text
        }
        let single = (lists["data-value-file"] ?? []).map { text in
            String(text.split(separator: "=", maxSplits: 1).last ?? "")
        }
        return (named + values + single).filter {
            !$0.hasPrefix("http://") && !$0.hasPrefix("https://")
        }
    }

    func rendering(_ finder: InputFinder) throws -> Rendering {
        var rendering = Rendering()
        rendering.options.ignoresUnknownComments = has("ignore-unknown-comments")
        rendering.options.allowsImplicitMapKeyOverrides = has("implicit-map-key-overrides")
        rendering.options.isStrict = has("strict")
        rendering.options.skipsDataValuesValidation = has(
            "dangerous-data-values-disable-validation")
        rendering.values.strings = lists["data-value"] ?? []
        rendering.values.yamls = lists["data-value-yaml"] ?? []
        rendering.values.fileValues = lists["data-value-file"] ?? []
        rendering.values.environmentPrefixes = lists["data-values-env"] ?? []
        rendering.values.environmentYAMLPrefixes = lists["data-values-env-yaml"] ?? []
        rendering.values.files = lists["data-values-file"] ?? []
        rendering.values.environment = FileSystem.environment()
        rendering.values.open = { try finder.files([$0]) }
        if has("files-inspect") {
            rendering.inspection = .files
        } else if has("data-values-schema-inspect") {
            rendering.inspection = .schema
        } else if has("data-values-inspect") {
            rendering.inspection = .values
        }
        rendering.describesAsOpenAPI = (lists["output"] ?? []).contains("openapi-v3")
        return rendering
    }
}
