import VendorCore

/// vendir's flags, read as its library reads them: `--flag value`, `--flag=value`, `-f value`,
/// `-fvalue`, bundles of switches, commas in lists.
struct VendorFlags {
    enum Kind { case toggle, text, list }

    struct Problem: Error, CustomStringConvertible {
        let description: String

        static func unknown(_ flag: String) -> Problem {
            Problem(description: "unknown flag: \(flag)")
        }
    }

    private static let common: [String: Kind] = [
        "column": .list, "json": .toggle, "yaml": .toggle, "tty": .toggle, "color": .toggle,
        "no-color": .toggle,
        "debug": .toggle, "yes": .toggle, "help": .toggle,
    ]
    private static let letters = [
        "f": "file", "d": "directory", "l": "locked", "y": "yes", "h": "help", "v": "version",
        "c": "constraint",
    ]

    private var kinds: [String: Kind]
    private(set) var toggles: [String: Bool] = [:]
    private(set) var lists: [String: [String]] = [:]
    private(set) var words: [String] = []

    init(_ arguments: ArraySlice<String>, _ own: [String: Kind]) throws(Problem) {
        kinds = Self.common.merging(own) { _, own in own }
        var rest = arguments
        while let word = rest.popFirst() {
            if word == "--" {
                words += rest
                return
            } else if word.hasPrefix("--") {
                try readLong(word.dropFirst(2), &rest)
            } else if word.hasPrefix("-"), word != "-" {
                try readLetters(word, &rest)
            } else {
                words.append(word)
            }
        }
    }

    private mutating func readLong(
        _ text: Substring, _ rest: inout ArraySlice<String>
    ) throws(Problem) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = String(parts[0])
        guard let kind = kinds[name] else { throw .unknown("--\(name)") }
        let value = parts.count == 2 ? String(parts[1]) : nil
        if kind == .toggle { return try set(name, value ?? "true") }
        guard let value = value ?? rest.popFirst() else {
            throw Problem(description: "flag needs an argument: --\(name)")
        }
        set(name, kind, value)
    }

    private mutating func readLetters(
        _ word: String, _ rest: inout ArraySlice<String>
    ) throws(Problem) {
        var letters = word.dropFirst()
        while let letter = letters.popFirst() {
            guard let name = Self.letters[String(letter)], let kind = kinds[name] else {
                throw Problem(description: "unknown shorthand flag: '\(letter)' in \(word)")
            }
            if kind == .toggle {
                if letters.first == "=" { return try set(name, String(letters.dropFirst())) }
                try set(name, "true")
                continue
            }
            if letters.first == "=" { letters = letters.dropFirst() }
            guard let value = letters.isEmpty ? rest.popFirst() : String(letters) else {
                throw Problem(description: "flag needs an argument: '\(letter)' in \(word)")
            }
            return set(name, kind, value)
        }
    }

    private mutating func set(_ name: String, _ value: String) throws(Problem) {
        switch value {
        case "1", "t", "T", "true", "TRUE", "True": toggles[name] = true
        case "0", "f", "F", "false", "FALSE", "False": toggles[name] = false
        default:
            throw Problem(
                description: "invalid argument \"\(value)\" for \"--\(name)\" flag: "
                    + "strconv.ParseBool: parsing \"\(value)\": invalid syntax")
        }
    }

    private mutating func set(_ name: String, _ kind: Kind, _ value: String) {
        if kind == .text {
            lists[name] = [value]
        } else {
            lists[name, default: []] += value.split(separator: ",").map(String.init)
        }
    }

    // MARK: Reading

    func has(_ name: String) -> Bool { toggles[name] ?? false }
    func text(_ name: String) -> String? { lists[name]?.last }

    /// How a report for other programs is wanted; nil for text for people.
    var form: VendorOutput.Form? { has("json") ? .json : has("yaml") ? .yaml : nil }

    func list(_ name: String) -> [String] { lists[name] ?? [] }

    func refuseWords(_ command: String) throws(Problem) {
        guard words.isEmpty else {
            throw Problem(
                description: "command '\(command)' does not accept extra arguments "
                    + "'\(words.joined(separator: " "))'")
        }
    }
}
