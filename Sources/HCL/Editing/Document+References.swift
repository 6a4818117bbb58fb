// Names in expressions: `aws_db_instance.main.address`.

/// A place where an expression names something.
package struct Reference: Hashable, Sendable {
    /// The names and literal keys from the root: `["aws_db_instance", "main", "address"]`; it ends
    /// at the first key that is not a plain name.
    package let names: [String]
    /// The tokens of ``names``.
    package let tokens: [Int]
}

extension Document {
    /// Every name that expressions in some tokens mention.
    package func references(in range: Range<Int>? = nil) -> [Reference] {
        var found: [Reference] = []
        for item in body.items where !isAboutAddresses(item) {
            collect(item, bound: [], into: &found)
        }
        guard let range else { return found }
        return found.filter { $0.tokens.first.map(range.contains) ?? false }
    }

    /// These blocks name addresses of the past, which keep their names.
    private func isAboutAddresses(_ item: Item) -> Bool {
        guard case .block(let block) = item else { return false }
        return ["moved", "removed", "import"].contains(block.type)
    }

    private func collect(_ item: Item, bound: Set<String>, into found: inout [Reference]) {
        switch item {
        case .attribute(let attribute): collect(attribute.value, bound: bound, into: &found)
        case .block(let block):
            for item in block.body.items { collect(item, bound: bound, into: &found) }
        }
    }

    private func collect(
        _ value: Expression, bound: Set<String>, into found: inout [Reference]
    ) {
        if let reference = reference(value) {
            if !bound.contains(reference.names[0]) { found.append(reference) }
            collectKeys(value, bound: bound, into: &found)
            return
        }
        var bound = bound
        if case .each(let names, _) = value.kind { bound.formUnion(names) }
        for child in value.children { collect(child, bound: bound, into: &found) }
    }

    /// Keys in brackets hold references of their own.
    private func collectKeys(
        _ value: Expression, bound: Set<String>, into found: inout [Reference]
    ) {
        if case .index(let base, let key) = value.kind {
            collectKeys(base, bound: bound, into: &found)
            collect(key, bound: bound, into: &found)
        } else {
            for child in value.children { collectKeys(child, bound: bound, into: &found) }
        }
    }

    private func reference(_ value: Expression) -> Reference? {
        switch value.kind {
        case .variable(let name):
            return Reference(names: [name], tokens: [value.tokens.lowerBound])
        case .attribute(let base, let name):
            guard let inner = reference(base) else { return nil }
            guard isUnbroken(base) else { return inner }
            return Reference(
                names: inner.names + [name], tokens: inner.tokens + [value.tokens.upperBound - 1])
        case .index(let base, _), .splat(let base): return reference(base)
        default: return nil
        }
    }

    private func isUnbroken(_ value: Expression) -> Bool {
        switch value.kind {
        case .variable: true
        case .attribute(let base, _): isUnbroken(base)
        default: false
        }
    }

    /// Gives another name to what references mention: `a.old.x` becomes `a.new.x`.
    ///
    /// - Parameters:
    ///   - old: the names from the root that are replaced: `["aws_db_instance", "old"]`.
    ///   - new: as many names.
    ///   - kept: tokens in which nothing is renamed.
    package func renaming(
        _ old: [String], to new: [String], except kept: [Range<Int>] = []
    ) -> EditOutcome {
        var replaced: [Int: String] = [:]
        for (token, text) in replacements(old, new)
        where !kept.contains(where: { $0.contains(token) }) {
            replaced[token] = text
        }
        let changed = spliced(replaced, in: 0..<bytes.count)
        guard changed != bytes else { return .unchanged }
        do {
            return .changed(try Document.read(changed))
        } catch {
            return .byHand(
                ManualStep(
                    line: 1, reason: "\(error)",
                    text: "\(old.joined(separator: ".")) is \(new.joined(separator: ".")) now"))
        }
    }

    /// The text of some tokens with references renamed.
    package func text(
        _ range: Range<Int>, renaming names: [(old: [String], new: [String])]
    ) -> String {
        guard let stretch = byteRange(range) else { return "" }
        var replaced: [Int: String] = [:]
        for (old, new) in names {
            for (token, text) in replacements(old, new) { replaced[token] = text }
        }
        return String(decoding: spliced(replaced, in: stretch), as: UTF8.self)
    }

    /// The words of some tokens with references renamed: two values with the same words differ in
    /// blanks, comments and line ends only.
    package func words(
        _ range: Range<Int>, renaming names: [(old: [String], new: [String])]
    ) -> [String] {
        var replaced: [Int: String] = [:]
        for (old, new) in names {
            for (token, text) in replacements(old, new) { replaced[token] = text }
        }
        return range.compactMap { token in
            if tokens[token].kind == .newline { return nil }
            return replaced[token] ?? text(token..<token + 1)
        }
    }

    func replacements(_ old: [String], _ new: [String]) -> [(Int, String)] {
        references().filter { $0.names.starts(with: old) }.flatMap { reference in
            zip(reference.tokens, new).map { ($0, $1) }
        }
    }

    func spliced(_ replaced: [Int: String], in stretch: Range<Int>) -> [UInt8] {
        var result: [UInt8] = []
        var next = stretch.lowerBound
        for (token, text) in replaced.sorted(by: { $0.key < $1.key }) {
            let range = tokens[token].range
            guard range.lowerBound >= next, range.upperBound <= stretch.upperBound else { continue }
            result += bytes[next..<range.lowerBound] + Array(text.utf8)
            next = range.upperBound
        }
        return result + bytes[next..<stretch.upperBound]
    }
}
