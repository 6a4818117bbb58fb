// Where lines begin and end, and how a new one has to look.
extension Document {
    /// The file's own line end; the one of its first line where there are both.
    package var lineEnd: String {
        guard let first = bytes.firstIndex(of: 0x0A), first > 0 else { return "\n" }
        return bytes[first - 1] == 0x0D ? "\r\n" : "\n"
    }

    /// The first byte of the line in which a byte stands.
    func lineStart(_ offset: Int) -> Int {
        bytes[..<offset].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    }

    /// One behind the line end of the line in which a byte stands.
    func nextLine(_ offset: Int) -> Int {
        bytes[offset...].firstIndex(of: 0x0A).map { $0 + 1 } ?? bytes.count
    }

    /// How many blanks stand in front of a token; nil when it is not the first of its line.
    func indent(of token: Int) -> Int? {
        let start = tokens[token].range.lowerBound
        let before = bytes[lineStart(start)..<start]
        return before.allSatisfy { $0 == 0x20 } ? before.count : nil
    }

    /// The bytes of the lines that some tokens fill by themselves, a comment behind them included.
    ///
    /// - Returns: nil when something else stands in the first or the last of these lines.
    func wholeLines(_ range: Range<Int>) -> Range<Int>? {
        guard let bytes = byteRange(range), indent(of: range.lowerBound) != nil else { return nil }
        var last = range.upperBound
        if tokens[last].kind == .symbol(.comma) { last += 1 }
        guard tokens[last].kind == .newline || tokens[last].kind == .end else { return nil }
        // A comment over several lines in front of the line end belongs to what follows.
        guard !self.bytes[tokens[last].trivia].contains(0x0A) || tokens[last].kind == .end else {
            return nil
        }
        let end = tokens[last].kind == .newline ? tokens[last].range.upperBound : self.bytes.count
        return lineStart(bytes.lowerBound)..<end
    }

    func isOneLine(_ container: Container) -> Bool {
        guard let open = container.open else { return false }
        return !(open..<container.close).contains { tokens[$0].kind == .newline }
    }

    // MARK: New settings

    func inserting(
        _ name: String, _ value: Literal, in container: Container
    ) throws -> Document {
        let name = isName(name) ? name : quoted(name)
        if isOneLine(container) { return try insertingInLine(name, value, in: container) }
        guard let last = container.entries.last else {
            return try insertingFirst("\(name) = \(value.text)", in: container)
        }
        // Entries after a comma go on behind it; without one the line end divides them.
        let after = tokens[last.tokens.upperBound]
        guard let indent = indent(of: last.tokens.lowerBound), let lines = wholeLines(last.tokens)
        else { throw byHand(last.value, "what stands in front shares its line") }
        let comma = after.kind == .symbol(.comma) ? "," : ""
        let group = alignment(of: last, in: container)
        let isAligned = group.map { name.count + 1 <= $0.width && $0.isEven } ?? false
        let padded = isAligned ? name.padded(to: (group?.width ?? 1) - 1) : name
        let blankLine = isAligned || container.isObject && group == nil ? "" : lineEnd
        let line = String(repeating: " ", count: indent) + "\(padded) = \(value.text)\(comma)"
        let isOpen = lines.upperBound == bytes.count && bytes.last != 0x0A
        return try replacing(
            lines.upperBound..<lines.upperBound,
            with: (isOpen ? lineEnd : "") + blankLine + line + lineEnd)
    }

    private func insertingFirst(_ text: String, in container: Container) throws -> Document {
        let indent = try innerIndent(of: container)
        let line = String(repeating: " ", count: indent) + text + lineEnd
        guard let open = container.open else { return try replacing(0..<0, with: line) }
        let start = nextLine(tokens[open].range.upperBound)
        return try replacing(start..<start, with: line)
    }

    /// `{}` and `{ a = 1 }` get lines; in an object the new entry stands behind a comma.
    private func insertingInLine(
        _ name: String, _ value: Literal, in container: Container
    ) throws -> Document {
        guard let open = container.open else { return self }
        let setting = "\(name) = \(value.text)"
        let inner = open + 1..<container.close
        if let last = container.entries.last, container.isObject {
            let end = tokens[last.tokens.upperBound - 1].range.upperBound
            return try replacing(end..<end, with: ", \(setting)")
        }
        let start = lineStart(tokens[open].range.lowerBound)
        let outer = bytes[start...].prefix { $0 == 0x20 }.count
        let indent = String(repeating: " ", count: outer)
        guard !tokens[open + 1...container.close].contains(where: { hasComment($0) }) else {
            throw ManualStep(
                line: line(of: open), reason: "a comment stands in a line with it", text: "")
        }
        let kept = inner.isEmpty ? "" : "\(indent)  \(text(inner))\(lineEnd)"
        return try replacing(
            tokens[open].range.upperBound..<tokens[container.close].range.lowerBound,
            with: "\(lineEnd)\(kept)\(indent)  \(setting)\(lineEnd)\(indent)")
    }

    func hasComment(_ token: Token) -> Bool {
        bytes[token.trivia].contains { $0 != 0x20 && $0 != 0x09 }
    }

    private func isName(_ text: String) -> Bool {
        Lexer(Array(text.utf8)).identifierLength(at: 0) == text.utf8.count
    }

    /// How far settings in a container are indented.
    func innerIndent(of container: Container) throws(ManualStep) -> Int {
        guard let open = container.open else { return 0 }
        let start = lineStart(tokens[open].range.lowerBound)
        return bytes[start...].prefix { $0 == 0x20 }.count + 2
    }

    // MARK: Alignment

    /// The column of `=` in the lines that stand directly above an entry, the entry's included.
    ///
    /// - Returns: nil when the entry's own value takes several lines, which ends the alignment.
    private func alignment(
        of entry: Container.Entry, in container: Container
    ) -> (width: Int, isEven: Bool)? {
        var widths: [Int] = []
        var line: Int?
        for entry in container.entries.reversed() {
            let first = self.line(of: entry.tokens.lowerBound)
            guard line == nil || line == first + 1, isOneLine(entry),
                let width = width(entry)
            else { break }
            widths.append(width)
            line = first
        }
        guard let first = widths.first else { return nil }
        return (first, widths.allSatisfy { $0 == first })
    }

    private func isOneLine(_ entry: Container.Entry) -> Bool {
        byteRange(entry.tokens).map { !bytes[$0].contains(0x0A) } ?? false
    }

    /// From the name's first column to the equals sign.
    private func width(_ entry: Container.Entry) -> Int? {
        guard
            let sign = entry.tokens.first(where: {
                tokens[$0].kind == .symbol(.assign) || tokens[$0].kind == .symbol(.colon)
            })
        else { return nil }
        let start = tokens[entry.tokens.lowerBound].range.lowerBound
        return position(of: tokens[sign].range.lowerBound, in: bytes).column
            - position(of: start, in: bytes).column
    }
}
