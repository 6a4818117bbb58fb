/// `completion SHELL` and what its scripts ask: which words may come next.
///
/// Scripts ask with `__complete WORDS…`, as those of the reference do, so that a script which is
/// installed already goes on working: a line for each word, then `:` and a number that says
/// whether files may follow.
struct CompletionCommand {
    /// What else a shell may offer, in the numbers of the reference.
    private enum Others: Int {
        case files = 0
        case nothing = 4
        case folders = 16
    }

    struct Problem: Error, CustomStringConvertible {
        let description: String
    }

    private static let shells = ["bash", "fish", "powershell", "zsh"]
    private static let commands = [
        ("completion", "Print a shell's script for completion"),
        ("fmt", "Print YAML in one form"),
        ("help", "Say how to use this"),
        ("version", "Print the version"),
    ]

    /// - Parameter name: how the program is called, `ytt` or `apus render`.
    static func script(_ arguments: [String], name: String) throws(Problem) -> String {
        let words = arguments.filter { !$0.hasPrefix("--no-descriptions") }
        let choice = shells.joined(separator: ", ")
        guard let shell = words.first else {
            throw Problem(description: "Expected the name of a shell: \(choice)")
        }
        guard words.count == 1, let text = CompletionScripts.text(shell, name) else {
            throw Problem(
                description: "Unknown shell '\(words.joined(separator: " "))'; expected one of: "
                    + choice)
        }
        return text
    }

    /// - Parameter words: those behind the program's name; the last one is being written.
    static func answer(to words: [String]) -> String {
        // A shell may take `--output=json` for three words.
        let words = words.enumerated().filter { $0.element != "=" || $0.offset == 0 }.map(\.element)
        let current = words.last ?? ""
        let (offers, others) = offers(after: words.dropLast(), current)
        let lines = offers.filter { $0.word.hasPrefix(current) }.map { offer in
            offer.says.isEmpty ? offer.word : "\(offer.word)\t\(offer.says)"
        }
        return (lines + [":\(others.rawValue)"]).joined(separator: "\n") + "\n"
    }

    private static func offers(
        after words: ArraySlice<String>, _ current: String
    ) -> (offers: [(word: String, says: String)], others: Others) {
        let isFormatting = words.first == "fmt"
        let flags = RenderFlag.all.filter {
            !$0.says.isEmpty && (!isFormatting || $0.isOfFormatting)
        }
        if let flag = flags.first(where: { $0.takes(words.last ?? "") }) {
            switch flag.value {
            case .oneOf(let values): return (values.map { ($0, "") }, .nothing)
            case .file: return ([], .files)
            case .folder: return ([], .folders)
            case .nothing, .free: return ([], .nothing)
            }
        }
        if current.hasPrefix("-") { return (flags.map { ("--\($0.name)", $0.says) }, .nothing) }
        switch words.first {
        case nil: return (commands.map { ($0.0, $0.1) }, .nothing)
        case "completion" where words.count == 1: return (shells.map { ($0, "") }, .nothing)
        default: return ([], .nothing)
        }
    }
}

extension RenderFlag {
    /// Whether the word is this flag and what follows is its value.
    fileprivate func takes(_ word: String) -> Bool {
        if case .nothing = value { return false }
        return word == "--\(name)" || letter.map { word == "-\($0)" } == true
    }
}
