// Setting, adding and taking away a setting. Each edit replaces one stretch of bytes, and the result
// is read again: when it does not say what it should, nothing was edited.
extension Document {
    /// Makes a setting have a value.
    ///
    /// - Parameters:
    ///   - name: an attribute's name or an object's key.
    ///   - path: where it stands; blocks below the first that are missing are made.
    ///   - replacesComputed: whether an expression may be replaced too, because the caller knows
    ///     what it stands for.
    package func setting(
        _ name: String, to value: Literal, at path: EditPath, replacesComputed: Bool = false
    ) -> EditOutcome {
        let wanted = "\(name) = \(value.text)"
        do {
            let (container, found) = try container(at: path)
            if found < path.steps.count {
                return try adding(
                    NewBlock("", [], [(name, value)]), below: path, from: found, in: container)
            }
            try refuseRepeated(path)
            guard let entry = container.entries.first(where: { $0.name == name }) else {
                return try checked(inserting(name, value, in: container), name, value, path)
            }
            guard !says(entry.value, value) else { return .unchanged }
            guard replacesComputed || isLiteral(entry.value) else {
                throw byHand(
                    entry.value, "`\(name)` is computed: \(shortText(entry.value))")
            }
            try refuseComments(entry)
            return try checked(replacing(entry.value, with: value.text), name, value, path)
        } catch let step as ManualStep {
            return .byHand(step.text.isEmpty ? step.with(text: wanted) : step)
        } catch {
            return .byHand(ManualStep(line: 1, reason: "\(error)", text: wanted))
        }
    }

    /// Takes a setting away, with its line when it has lines of its own.
    package func removing(_ name: String, at path: EditPath) -> EditOutcome {
        do {
            let (container, found) = try container(at: path)
            guard found == path.steps.count,
                let entry = container.entries.first(where: { $0.name == name })
            else { return .unchanged }
            try refuseRepeated(path)
            guard let lines = wholeLines(entry.tokens), !isOneLine(container) else {
                throw byHand(entry.value, "`\(name)` shares its line with something else")
            }
            let result = try replacing(lines, with: "")
            let after = try result.container(at: path).found
            guard !after.entries.contains(where: { $0.name == name }),
                after.entries.count == container.entries.count - 1
            else { throw byHand(entry.value, "`\(name)` cannot be taken away by itself") }
            return .changed(result)
        } catch let step as ManualStep {
            return .byHand(step.with(text: "take `\(name)` away"))
        } catch {
            return .byHand(ManualStep(line: 1, reason: "\(error)", text: "take `\(name)` away"))
        }
    }

    // MARK: Certainty

    /// One block that stands for several servers cannot be edited for one of them.
    private func refuseRepeated(_ path: EditPath) throws(ManualStep) {
        guard case .block(let type, let labels, let key) = path.steps.first,
            let block = try block(type, labels, key, in: try container(at: EditPath()).found)
        else { return }
        for name in ["count", "for_each"] {
            if let repeated = block.body[name] {
                throw byHand(repeated.value, "\(name) makes several of this block")
            }
        }
    }

    /// With the value a comment inside of it would be lost.
    private func refuseComments(_ entry: Container.Entry) throws(ManualStep) {
        let inside = entry.value.tokens.dropFirst()
        if inside.contains(where: { hasComment(tokens[$0]) }) {
            throw byHand(entry.value, "a comment stands inside of `\(entry.name)`")
        }
    }

    private func checked(
        _ result: Document, _ name: String, _ value: Literal, _ path: EditPath
    ) throws -> EditOutcome {
        let (container, found) = try result.container(at: path)
        guard found == path.steps.count,
            let entry = container.entries.first(where: { $0.name == name }),
            result.says(entry.value, value)
        else {
            throw ManualStep(
                line: line(of: self.body.tokens.lowerBound),
                reason: "the file would not say what it should", text: "")
        }
        return .changed(result)
    }

    /// Whether an expression says the same as a value; spelling apart for single ones.
    func says(_ expression: Expression, _ value: Literal) -> Bool {
        if text(expression.tokens) == value.text { return true }
        switch value {
        case .string(let wanted): return isQuoted(expression) && literalText(expression) == wanted
        case .null: return expression.kind == .null
        default: return false
        }
    }

    private func isQuoted(_ expression: Expression) -> Bool {
        if case .template = expression.kind { true } else { false }
    }

    private func shortText(_ value: Expression) -> String {
        let text = text(value.tokens)
        return text.count > 60 || text.contains("\n") ? "\(text.prefix(60))…" : text
    }

    // MARK: Bytes

    /// The same file with some bytes replaced.
    func replacing(_ range: Range<Int>, with text: String) throws(SyntaxError) -> Document {
        try Document.read(
            Array(bytes[..<range.lowerBound]) + Array(text.utf8)
                + Array(bytes[range.upperBound...]))
    }

    /// Replaces a value; a comment behind it keeps its column where there is room.
    private func replacing(_ value: Expression, with text: String) throws -> Document {
        guard let old = byteRange(value.tokens) else { return self }
        let next = tokens[value.tokens.upperBound]
        guard next.kind == .newline || next.kind == .end, !next.trivia.isEmpty,
            !bytes[old].contains(0x0A), !text.contains("\n")
        else { return try replacing(old, with: text) }
        let blanks = bytes[next.trivia].prefix { $0 == 0x20 }.count
        guard blanks > 0, blanks < next.trivia.count else { return try replacing(old, with: text) }
        let width = String(decoding: bytes[old], as: UTF8.self).count
        let room = max(1, blanks + width - text.count)
        return try replacing(
            old.lowerBound..<old.upperBound + blanks,
            with: text + String(repeating: " ", count: room))
    }
}

extension ManualStep {
    func with(text: String) -> ManualStep { ManualStep(line: line, reason: reason, text: text) }
}
