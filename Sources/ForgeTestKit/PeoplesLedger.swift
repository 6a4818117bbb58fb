/// What people did in a simulated fleet, kept beside the repositories: the judge believes this.
struct PeoplesLedger: Sendable {
    /// A line that a person wrote into a file of the centre.
    struct Edit: Sendable {
        /// As the centre calls the file.
        let path: String
        let line: Int
        let mark: String
        /// The commit on the base branch; nil for an edit on the fleet's branch.
        let commit: String?

        /// The file with the edit in it.
        func applied(to lines: [String]) -> [String] {
            var lines = lines
            lines[line] = mark
            return lines
        }
    }

    /// By repository and path; nobody edits one file twice.
    private(set) var edits: [String: [String: Edit]] = [:]
    /// Files that people added to branches, with their texts, by repository.
    private(set) var files: [String: [String: String]] = [:]
    /// Where people's commits are on the branch of the request that is open.
    private(set) var helped: Set<String> = []

    func edit(_ name: String, _ path: String) -> Edit? { edits[name]?[path] }

    mutating func note(_ edit: Edit, in name: String) {
        edits[name, default: [:]][edit.path] = edit
        if edit.commit == nil { helped.insert(name) }
    }

    mutating func note(file: String, _ text: String, in name: String) {
        files[name, default: [:]][file] = text
        helped.insert(name)
    }

    mutating func noteMerged(_ name: String) { helped.remove(name) }

    var editCount: Int { edits.values.reduce(0) { $0 + $1.count } }
    var fileCount: Int { files.values.reduce(0) { $0 + $1.count } }
}
