/// A session with a program as a person sees it: commands, what they print, and how they end.
///
///     file wallet.yaml
///         migration: wallet
///
///     $ apus migrate status --file wallet.yaml
///     error: could not reach the source […]
///     ? 75
///
/// A file that commands need stands on top, indented. Both kinds of output are expected together,
/// as a terminal shows them. Without `?` the status is 0. `[LSN]` stands for a position of the log,
/// `[DURATION]` for a time, and `[…]` for anything within a line, or, alone on a line, for any lines.
package struct Transcript: Hashable, Sendable {
    package struct File: Hashable, Sendable {
        package let name: String
        package let text: String

        package init(name: String, text: String) {
            self.name = name
            self.text = text
        }
    }

    package struct Step: Hashable, Sendable {
        package let command: String
        package var output: [String]
        package var status: Int32

        package init(command: String, output: [String], status: Int32) {
            self.command = command
            self.output = output
            self.status = status
        }
    }

    package struct Malformed: Error, Hashable, Sendable {
        package let line: Int
        package let why: String

        package init(line: Int, why: String) {
            self.line = line
            self.why = why
        }
    }

    /// What stands above the first command, word for word.
    package private(set) var head: [String] = []
    package private(set) var files: [File] = []
    package var steps: [Step] = []

    package init(parsing text: String) throws(Malformed) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        var index = 0
        while index < lines.count, !lines[index].hasPrefix("$ ") {
            let line = lines[index]
            head.append(line)
            index += 1
            if line.hasPrefix("file ") {
                files.append(readFile(String(line.dropFirst(5)), lines, &index))
            } else if !line.isEmpty, !line.hasPrefix("#") {
                throw Malformed(line: index, why: "neither a command, a file nor a remark")
            }
        }
        while index < lines.count { try readStep(lines, &index) }
        guard !steps.isEmpty else { throw Malformed(line: index, why: "no command") }
    }

    private mutating func readFile(
        _ name: String, _ lines: [String], _ index: inout Int
    ) -> File {
        var text: [String] = []
        while index < lines.count, lines[index].hasPrefix("    ") || lines[index].isEmpty {
            head.append(lines[index])
            text.append(String(lines[index].dropFirst(4)))
            index += 1
        }
        while text.last?.isEmpty == true { text.removeLast() }
        return File(name: name, text: text.map { $0 + "\n" }.joined())
    }

    private mutating func readStep(_ lines: [String], _ index: inout Int) throws(Malformed) {
        var step = Step(command: String(lines[index].dropFirst(2)), output: [], status: 0)
        index += 1
        while index < lines.count, !lines[index].hasPrefix("$ ") {
            let line = lines[index]
            index += 1
            guard line.hasPrefix("? ") else {
                step.output.append(line)
                continue
            }
            guard let status = Int32(line.dropFirst(2)) else {
                throw Malformed(line: index, why: "no exit status")
            }
            step.status = status
        }
        while step.output.last?.isEmpty == true { step.output.removeLast() }
        steps.append(step)
    }

    /// The transcript as a file has it.
    package var text: String {
        let told = steps.map { step in
            let status = step.status == 0 ? [] : ["? \(step.status)"]
            return (["$ " + step.command] + step.output + status).map { $0 + "\n" }.joined()
        }
        return head.map { $0 + "\n" }.joined() + told.joined(separator: "\n")
    }
}
