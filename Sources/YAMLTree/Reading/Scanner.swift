/// Cuts YAML text into tokens, one request at a time.
///
/// Follows the scanner every libyaml descendant shares, because its reading of malformed and
/// borderline text is what existing files depend on: simple keys are found only after the `:`,
/// tokens are therefore queued until no earlier key can turn up, and tabs count as indentation
/// nowhere. The text is valid UTF-8 and ends with at least four NUL bytes.
struct Scanner {
    /// A place where a key without `?` may have begun.
    struct SimpleKey {
        let isRequired: Bool
        let tokenNumber: Int
        let mark: Mark
        let flowLevel: Int
    }

    /// How deep collections may nest; what walks the tree relies on it.
    static let depthLimit = 400
    /// How deep they may nest on a stack of unknown size.
    static let shallowLimit = 30

    let text: UnsafePointer<UInt8>
    /// How many bytes of `text` are the file's.
    let count: Int
    let depthLimit: Int

    var offset = 0
    var mark = Mark()
    var queue: [Token] = []
    var queueHead = 0
    var tokensTaken = 0
    var comments: [(text: String, line: Int)] = []

    var indent = -1
    var indents: [Int] = []
    var flowLevel = 0
    var simpleKeyAllowed = true
    /// Possible keys, the outermost first; at most one for each flow level.
    var simpleKeys: [SimpleKey] = []
    var simpleKeysHead = 0
    var startProduced = false

    init(text: UnsafePointer<UInt8>, count: Int, depthLimit: Int) {
        self.depthLimit = depthLimit
        self.text = text
        self.count = count
    }

    // MARK: Tokens

    mutating func peek() throws(ScanFailure) -> Token {
        try fill()
        return queue[queueHead]
    }

    mutating func skip() {
        queueHead += 1
        tokensTaken += 1
        if queueHead == queue.count {
            queue.removeAll(keepingCapacity: true)
            queueHead = 0
        }
    }

    private mutating func fill() throws(ScanFailure) {
        while true {
            if queueHead < queue.count {
                try dropStaleKeys()
                guard simpleKeysHead < simpleKeys.count,
                    simpleKeys[simpleKeysHead].tokenNumber == tokensTaken
                else { return }
            }
            try fetch()
        }
    }

    private mutating func fetch() throws(ScanFailure) {
        guard startProduced else {
            startProduced = true
            queue.append(Token(.streamStart, from: mark, to: mark))
            return
        }
        skipToNextToken()
        try dropStaleKeys()
        unrollIndent(to: mark.column)
        if offset >= count { return try fetchStreamEnd() }
        if mark.column == 0 {
            if byte == UInt8(ascii: "%") { return try fetchDirective() }
            if isDocumentIndicator() {
                return try fetchDocumentIndicator(
                    byte == UInt8(ascii: "-") ? .documentStart : .documentEnd)
            }
        }
        try fetchContent()
    }

    private mutating func fetchContent() throws(ScanFailure) {
        switch byte {
        case UInt8(ascii: "["): try fetchFlowStart(.flowSequenceStart)
        case UInt8(ascii: "{"): try fetchFlowStart(.flowMappingStart)
        case UInt8(ascii: "]"): try fetchFlowEnd(.flowSequenceEnd)
        case UInt8(ascii: "}"): try fetchFlowEnd(.flowMappingEnd)
        case UInt8(ascii: ","): try fetchFlowEntry()
        case UInt8(ascii: "-") where isBlankOrEnd(1): try fetchBlockEntry()
        case UInt8(ascii: "?") where flowLevel > 0 || isBlankOrEnd(1): try fetchKey()
        case UInt8(ascii: ":") where flowLevel > 0 || isBlankOrEnd(1): try fetchValue()
        case UInt8(ascii: "*"): try fetchAnchor(.alias)
        case UInt8(ascii: "&"): try fetchAnchor(.anchor)
        case UInt8(ascii: "!"): try fetchTag()
        case UInt8(ascii: "|") where flowLevel == 0: try fetchBlockScalar(literal: true)
        case UInt8(ascii: ">") where flowLevel == 0: try fetchBlockScalar(literal: false)
        case UInt8(ascii: "'"): try fetchQuoted(single: true)
        case UInt8(ascii: "\""): try fetchQuoted(single: false)
        default:
            guard mayStartPlain() else {
                throw failure("found character that cannot start any token", context: mark)
            }
            try fetchPlain()
        }
    }

    private func mayStartPlain() -> Bool {
        switch byte {
        case UInt8(ascii: "-"): !isBlank(1)
        case UInt8(ascii: "?"), UInt8(ascii: ":"): flowLevel == 0 && !isBlankOrEnd(1)
        case UInt8(ascii: "|"), UInt8(ascii: ">"), UInt8(ascii: "#"), UInt8(ascii: "%"),
            UInt8(ascii: "@"), UInt8(ascii: "`"):
            false
        default: !isBlankOrEnd(0)
        }
    }

    // MARK: White space and comments

    private mutating func skipToNextToken() {
        while true {
            if mark.column == 0, byte == 0xEF, text[offset + 1] == 0xBB, text[offset + 2] == 0xBF {
                advance()
            }
            let tabs = flowLevel > 0 || !simpleKeyAllowed
            while byte == 0x20 || (tabs && byte == 0x09) { advanceASCII() }
            if byte == UInt8(ascii: "#") { collectComment() }
            guard isBreak(0) else { return }
            advanceLine()
            if flowLevel == 0 { simpleKeyAllowed = true }
        }
    }

    private mutating func collectComment() {
        let start = offset + 1
        let line = mark.line
        while !isBreakOrEnd(0) { advance() }
        comments.append((slice(start, offset), line))
    }

    // MARK: Simple keys

    /// Keys are limited to one line and 1,024 characters; the outermost goes stale first.
    mutating func dropStaleKeys() throws(ScanFailure) {
        while simpleKeysHead < simpleKeys.count {
            let key = simpleKeys[simpleKeysHead]
            guard key.mark.line < mark.line || key.mark.index + 1024 < mark.index else { return }
            if key.isRequired { throw failure("could not find expected ':'", context: key.mark) }
            dropFirstKey()
        }
    }

    private mutating func dropFirstKey() {
        simpleKeysHead += 1
        if simpleKeysHead == simpleKeys.count {
            simpleKeys.removeAll(keepingCapacity: true)
            simpleKeysHead = 0
        }
    }

    mutating func saveSimpleKey() throws(ScanFailure) {
        guard simpleKeyAllowed else { return }
        try removeSimpleKey()
        simpleKeys.append(
            SimpleKey(
                isRequired: flowLevel == 0 && indent == mark.column,
                tokenNumber: tokensTaken + queue.count - queueHead, mark: mark,
                flowLevel: flowLevel))
    }

    /// The possible key of the current flow level.
    var currentKey: SimpleKey? {
        guard simpleKeysHead < simpleKeys.count, let key = simpleKeys.last,
            key.flowLevel == flowLevel
        else { return nil }
        return key
    }

    mutating func removeSimpleKey() throws(ScanFailure) {
        guard let key = currentKey else { return }
        if key.isRequired { throw failure("could not find expected ':'", context: key.mark) }
        forgetCurrentKey()
    }

    mutating func forgetCurrentKey() {
        guard currentKey != nil else { return }
        simpleKeys.removeLast()
        if simpleKeysHead == simpleKeys.count {
            simpleKeys.removeAll(keepingCapacity: true)
            simpleKeysHead = 0
        }
    }

    // MARK: Indentation

    mutating func rollIndent(
        _ column: Int, tokenNumber: Int?, _ kind: Token.Kind, at place: Mark
    ) throws(ScanFailure) {
        guard flowLevel == 0, indent < column else { return }
        try checkDepth()
        indents.append(indent)
        indent = column
        let token = Token(kind, from: place, to: place)
        if let tokenNumber {
            queue.insert(token, at: queueHead + tokenNumber - tokensTaken)
        } else {
            queue.append(token)
        }
    }

    func checkDepth() throws(ScanFailure) {
        guard indents.count + flowLevel >= depthLimit else { return }
        throw ScanFailure(.depth, "exceeded max depth of \(depthLimit)", at: mark)
    }

    mutating func unrollIndent(to column: Int) {
        guard flowLevel == 0 else { return }
        while indent > column {
            queue.append(Token(.blockEnd, from: mark, to: mark))
            indent = indents.removeLast()
        }
    }
}
