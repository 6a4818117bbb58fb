import Templating

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// ytt's flags, taken apart the way its command line does: `--flag value`, `--flag=value`,
/// `-f value`, `-fvalue`, and several one-letter switches in one word.
struct RenderFlags {
    struct Problem: Error, CustomStringConvertible {
        let description: String
        /// More than the reference says.
        var hint: String?
    }

    private static func shown(_ flags: [String: RenderFlag]) -> [String] {
        flags.values.filter { !$0.says.isEmpty }.map(\.name).sorted()
    }

    private(set) var lists: [String: [String]] = [:]
    private var toggles: [String: Bool] = [:]

    private let known: [String: RenderFlag]
    private let letters: [Character: RenderFlag]

    init(
        _ arguments: [String], program: String = "ytt", taking flags: [RenderFlag] = RenderFlag.all
    ) throws(Problem) {
        known = Dictionary(uniqueKeysWithValues: flags.map { ($0.name, $0) })
        letters = Dictionary(
            uniqueKeysWithValues: flags.compactMap { flag in flag.letter.map { ($0, flag) } })
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
        guard let flag = known[name] else {
            throw Problem(
                description: "unknown flag: --\(name)",
                hint: SpellingHint.closest(to: name, among: Self.shown(known)).map {
                    "did you mean --\($0)?"
                })
        }
        let given = pieces.count > 1 ? String(pieces[1]) : nil
        if flag.kind == .toggle {
            try set(name, given ?? "true", shown: "--\(name)")
        } else if let value = given ?? rest.popFirst() {
            set(flag, value)
        } else {
            throw Problem(description: "flag needs an argument: --\(name)")
        }
    }

    private mutating func takeLetters(
        _ word: Substring, _ rest: inout ArraySlice<String>
    ) throws(Problem) {
        var letters = word
        while let letter = letters.popFirst() {
            guard let flag = self.letters[letter] else {
                throw Problem(description: "unknown shorthand flag: '\(letter)' in -\(word)")
            }
            if flag.kind == .toggle {
                guard letters.first == "=" else {
                    toggles[flag.name] = true
                    continue
                }
                return try set(
                    flag.name, String(letters.dropFirst()), shown: "-\(letter), --\(flag.name)")
            }
            if letters.first == "=" { letters.removeFirst() }
            if !letters.isEmpty { return set(flag, String(letters)) }
            guard let value = rest.popFirst() else {
                throw Problem(description: "flag needs an argument: '\(letter)' in -\(word)")
            }
            return set(flag, value)
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

    private mutating func set(_ flag: RenderFlag, _ value: String) {
        switch flag.kind {
        case .text: lists[flag.name] = [value]
        case .commaList:
            lists[flag.name, default: []] += value.split(separator: ",").map(String.init)
        case .list, .toggle: lists[flag.name, default: []].append(value)
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
