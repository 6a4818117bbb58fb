/// Literal and folded scalars.
extension Scanner {
    mutating func fetchBlockScalar(literal: Bool) throws(ScanFailure) {
        try removeSimpleKey()
        simpleKeyAllowed = true
        let start = mark
        advanceASCII()
        let (chomping, increment) = try scanBlockHeader(from: start)
        try finishLine(from: start)
        var indentation = increment == 0 ? 0 : max(indent, 0) + increment
        var content: [UInt8] = []
        var leadingBreak: [UInt8] = []
        var trailingBreaks: [UInt8] = []
        var end = try scanBlockBreaks(&indentation, &trailingBreaks, from: start)
        var leadingBlank = false
        while mark.column == indentation, offset < count {
            let trailingBlank = isBlank(0)
            if !literal, !leadingBlank, !trailingBlank, leadingBreak.first == 0x0A {
                if trailingBreaks.isEmpty { content.append(0x20) }
            } else {
                content.append(contentsOf: leadingBreak)
            }
            leadingBreak.removeAll(keepingCapacity: true)
            content.append(contentsOf: trailingBreaks)
            trailingBreaks.removeAll(keepingCapacity: true)
            leadingBlank = isBlank(0)
            while !isBreakOrEnd(0) { take(into: &content) }
            takeLine(into: &leadingBreak)
            end = try scanBlockBreaks(&indentation, &trailingBreaks, from: start)
        }
        if chomping != -1 { content.append(contentsOf: leadingBreak) }
        if chomping == 1 { content.append(contentsOf: trailingBreaks) }
        queue.append(
            Token(
                .scalar(plain: false), from: start, to: end,
                text: String(decoding: content, as: UTF8.self)))
    }

    /// `+`, `-` and an indentation digit, in either order.
    private mutating func scanBlockHeader(
        from start: Mark
    ) throws(ScanFailure) -> (chomping: Int, increment: Int) {
        var (chomping, increment) = (0, 0)
        if takeChomping(&chomping) {
            try takeIncrement(&increment, from: start)
        } else if try takeIncrement(&increment, from: start) {
            _ = takeChomping(&chomping)
        }
        return (chomping, increment)
    }

    private mutating func takeChomping(_ chomping: inout Int) -> Bool {
        guard byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") else { return false }
        chomping = byte == UInt8(ascii: "+") ? 1 : -1
        advanceASCII()
        return true
    }

    @discardableResult
    private mutating func takeIncrement(
        _ increment: inout Int, from start: Mark
    ) throws(ScanFailure) -> Bool {
        guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return false }
        if byte == UInt8(ascii: "0") {
            throw failure("found an indentation indicator equal to 0", context: start)
        }
        increment = Int(byte) - 0x30
        advanceASCII()
        return true
    }

    /// Moves over indentation and empty lines; finds the indentation where it is not known yet.
    private mutating func scanBlockBreaks(
        _ indentation: inout Int, _ breaks: inout [UInt8], from start: Mark
    ) throws(ScanFailure) -> Mark {
        var end = mark
        var deepest = 0
        while true {
            while indentation == 0 || mark.column < indentation, byte == 0x20 { advanceASCII() }
            deepest = max(deepest, mark.column)
            if indentation == 0 || mark.column < indentation, byte == 0x09 {
                throw failure(
                    "found a tab character where an indentation space is expected", context: start)
            }
            guard isBreak(0) else { break }
            takeLine(into: &breaks)
            end = mark
        }
        if indentation == 0 { indentation = max(deepest, indent + 1, 1) }
        return end
    }
}
