extension RegularExpression {
    func matches(_ text: String) -> Bool {
        firstMatch(in: Array(text.unicodeScalars), from: 0) != nil
    }

    /// Replaces every match that does not overlap one before it.
    func replacing(
        in text: String,
        with replacement: (_ text: [Unicode.Scalar], _ match: [Int]) throws -> String
    ) rethrows -> String {
        let scalars = Array(text.unicodeScalars)
        var result = String.UnicodeScalarView()
        var copied = 0
        var position = 0
        var lastEnd = -1
        while position <= scalars.count, let match = firstMatch(in: scalars, from: position) {
            let (start, end) = (match[0], match[1])
            if !(start == end && start == lastEnd) {
                result.append(contentsOf: scalars[copied..<start])
                result.append(contentsOf: try replacement(scalars, match).unicodeScalars)
                copied = end
                lastEnd = end
            }
            position = end > start ? end : end + 1
        }
        result.append(contentsOf: scalars[copied...])
        return String(result)
    }

    /// Fills in `$1`, `${1}`, `$name` and `$$`.
    func expand(_ template: String, _ text: [Unicode.Scalar], _ match: [Int]) -> String {
        var rest = template[...]
        var result = ""
        while let dollar = rest.firstIndex(of: "$") {
            result += rest[..<dollar]
            rest = rest[rest.index(after: dollar)...]
            if rest.first == "$" {
                result += "$"
                rest = rest.dropFirst()
                continue
            }
            guard let name = Self.takeName(&rest) else {
                result += "$"
                continue
            }
            guard let number = Int(name) ?? names[name], number >= 0, 2 * number + 1 < match.count,
                match[2 * number] >= 0
            else { continue }
            var part = String.UnicodeScalarView()
            part.append(contentsOf: text[match[2 * number]..<match[2 * number + 1]])
            result += String(part)
        }
        return result + rest
    }

    private static func takeName(_ rest: inout Substring) -> String? {
        let isBraced = rest.first == "{"
        let inner = isBraced ? rest.dropFirst() : rest
        let name = inner.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
        guard !name.isEmpty else { return nil }
        var after = inner[name.endIndex...]
        if isBraced {
            guard after.first == "}" else { return nil }
            after = after.dropFirst()
        }
        rest = after
        return String(name)
    }
}
