/// Whether a program printed what a transcript expects.
package func matches(_ output: [String], expected: [String]) -> Bool {
    guard let first = expected.first else { return output.isEmpty }
    let rest = Array(expected.dropFirst())
    if first == "[…]" {
        return (0...output.count).contains { matches(Array(output.dropFirst($0)), expected: rest) }
    }
    guard let line = output.first, matchesLine(line, first) else { return false }
    return matches(Array(output.dropFirst()), expected: rest)
}

func matchesLine(_ line: String, _ expected: String) -> Bool {
    if line == expected { return true }
    guard let pattern = try? Regex(pattern(of: expected)) else { return false }
    return line.wholeMatch(of: pattern) != nil
}

private let places = [
    "[LSN]": "[0-9A-F]+/[0-9A-F]+", "[…]": ".*",
    "[DURATION]": "[0-9.]+ (?:ms|s|min|h)(?: [0-9]+ (?:s|min))?",
]

private func pattern(of expected: String) -> String {
    var pattern = ""
    var rest = Substring(expected)
    while let next = rest.first {
        if let place = places.first(where: { rest.hasPrefix($0.key) }) {
            pattern += place.value
            rest = rest.dropFirst(place.key.count)
            continue
        }
        if next.isASCII, !next.isLetter, !next.isNumber { pattern += "\\" }
        pattern.append(next)
        rest = rest.dropFirst()
    }
    return pattern
}

/// What was printed, with the places that the old expectation left open still open.
package func recorded(_ output: [String], over expected: [String]) -> [String] {
    output.map { line in expected.first { $0 != "[…]" && matchesLine(line, $0) } ?? line }
}
