/// Breaks a long message where one thing was the cause of another.
enum ErrorLines {
    /// The first line is broken after each `: ` that a capital letter follows, deeper each time.
    static func broken(_ message: String) -> String {
        let lines = message.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
        let first = Array(lines[0])
        var result = ""
        var depth = 0
        var brackets = 0
        var index = 0
        while index < first.count {
            let character = first[index]
            if character == "(" { brackets += 1 }
            if character == ")" { brackets -= 1 }
            result.append(character)
            if character == ":", brackets == 0, index + 2 < first.count, first[index + 1] == " ",
                first[index + 2].isUppercase, first[index + 2].isASCII
            {
                depth += 1
                result += "\n" + String(repeating: "  ", count: depth)
                index += 1
            }
            index += 1
        }
        return lines.count > 1 ? result + "\n" + lines[1] : result
    }
}
