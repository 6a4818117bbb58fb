/// Strict mode: only text that means the same in every YAML passes without quotes.
extension ScalarResolver {
    func checkStrictly(_ text: String, kind: Kind, value: YAMLValue) throws(Problem) {
        let (strictKind, strictValue) = try readConservatively(text)
        guard strictKind == kind else {
            throw Problem(
                text: "Strict parsing: Found '\(text)' ambigious "
                    + "(could be \(strictKind.tag) or \(kind.tag))")
        }
        guard strictValue == value else {
            throw Problem(
                text: "Strict parsing: Found '\(text)' ambigious "
                    + "(could be '\(strictValue.keyText)' or '\(value.keyText)')")
        }
    }

    private func readConservatively(_ text: String) throws(Problem) -> (Kind, YAMLValue) {
        switch text {
        case "": return (.null, .null)
        case "true": return (.bool, .bool(true))
        case "false": return (.bool, .bool(false))
        default: break
        }
        if let number = try number(text) { return number }
        if text.unicodeScalars.contains(where: { $0.properties.isWhitespace }) {
            throw quoteRequired("whitespace", text)
        }
        if text.contains(":") { throw quoteRequired("colon", text) }
        if text.contains("---") { throw quoteRequired("triple-dash", text) }
        return (.str, .string(text))
    }

    private func quoteRequired(_ what: String, _ text: String) -> Problem {
        Problem(text: "Strict parsing: Strings with \(what) must be explicitly quoted: '\(text)'")
    }

    private func number(_ text: String) throws(Problem) -> (Kind, YAMLValue)? {
        var digits = Substring(text)
        if digits.hasPrefix("-") { digits = digits.dropFirst() }
        guard let first = digits.utf8.first, first >= 0x30, first <= 0x39 else { return nil }
        if digits.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) {
            guard first != 0x30 || digits.utf8.count == 1 else { return nil }
            switch GoNumber.integer(text.utf8) {
            case .signed(let value): return (.int, .int(value))
            case .unsigned(let value): return (.int, .unsigned(value))
            case nil:
                throw Problem(
                    text: "Strict parsing: Parsing int '\(text)': strconv.ParseUint: "
                        + "parsing \"\(text)\": value out of range")
            }
        }
        let second = digits.utf8.dropFirst().first ?? 0
        guard first != 0x30 || second < 0x30 || second > 0x39, !digits.hasSuffix("."),
            !digits.contains(".e"), !digits.contains(".E"), let value = GoNumber.decimal(text)
        else { return nil }
        return (.float, .float(value))
    }
}
