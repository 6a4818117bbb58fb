/// Builds the tree of one document after another from the scanner's tokens.
///
/// Anchors are resolved while building: an alias becomes a copy of what it names, up to a bound
/// that no honest file reaches. Problems with meaning (an undecodable tag, a bad merge) are kept
/// until the document's syntax has been read, because a problem of syntax is the better message.
struct Composer {
    /// A node on its way into its parent.
    struct Composed {
        var value: YAMLValue
        /// Counted from zero, in the text the scanner reads.
        var line: Int
        /// A plain `<<`.
        var isMergeKey = false
        /// Written as, or naming, a map: what a merge accepts.
        var isMapping = false
    }

    private struct Anchor {
        var composed: Composed
        var isFinished: Bool
    }

    /// Copies an alias may make in one document beyond the nodes written in it.
    static let aliasCopyLimit = 1_000_000

    private var scanner: Scanner
    private let resolver: ScalarResolver
    private let source: SourceFile
    private let lineShift: Int
    private var isFirstDocument = true
    private var anchors: [String: Anchor] = [:]
    private var tagPrefixes: [String: String] = [:]
    private var meaningFailure: ScanFailure?
    private var copiesMade = 0

    init(scanner: Scanner, resolver: ScalarResolver, source: SourceFile, lineShift: Int) {
        self.scanner = scanner
        self.resolver = resolver
        self.source = source
        self.lineShift = lineShift
    }

    /// A document and the comments met while reading it; nil at the end of the stream.
    struct Read {
        let value: YAMLValue
        let startLine: Int
        let comments: [(text: String, line: Int)]
    }

    mutating func nextDocument() throws(ScanFailure) -> Read? {
        anchors.removeAll(keepingCapacity: true)
        (copiesMade, meaningFailure) = (0, nil)
        guard let startLine = try openDocument() else { return nil }
        let value = try documentContent().value
        if try scanner.peek().kind == .documentEnd { scanner.skip() }
        tagPrefixes.removeAll()
        if let meaningFailure { throw meaningFailure }
        let comments = scanner.comments
        scanner.comments.removeAll()
        return Read(value: value, startLine: startLine, comments: comments)
    }

    // MARK: Documents

    private mutating func openDocument() throws(ScanFailure) -> Int? {
        let isFirst = isFirstDocument
        if isFirst {
            _ = try scanner.peek()
            scanner.skip()
            isFirstDocument = false
        }
        var token = try scanner.peek()
        if !isFirst {
            while token.kind == .documentEnd {
                scanner.skip()
                token = try scanner.peek()
            }
        }
        if token.kind == .streamEnd { return nil }
        let opensExplicitly =
            token.kind == .versionDirective || token.kind == .tagDirective
            || token.kind == .documentStart
        let line = token.start.line
        try takeDirectives()
        if isFirst, !opensExplicitly { return line }
        token = try scanner.peek()
        guard token.kind == .documentStart else {
            throw failure("did not find expected <document start>", token)
        }
        scanner.skip()
        return line
    }

    private mutating func takeDirectives() throws(ScanFailure) {
        var hasVersion = false
        while true {
            let token = try scanner.peek()
            if token.kind == .versionDirective {
                if hasVersion { throw failure("found duplicate %YAML directive", token) }
                guard token.text == "1", token.suffix == "1" else {
                    throw failure("found incompatible YAML document", token)
                }
                hasVersion = true
            } else if token.kind == .tagDirective {
                guard tagPrefixes.updateValue(token.suffix, forKey: token.text) == nil else {
                    throw failure("found duplicate %TAG directive", token)
                }
            } else {
                break
            }
            scanner.skip()
        }
        if tagPrefixes["!"] == nil { tagPrefixes["!"] = "!" }
        if tagPrefixes["!!"] == nil { tagPrefixes["!!"] = ScalarResolver.tagPrefix }
    }

    private mutating func documentContent() throws(ScanFailure) -> Composed {
        let token = try scanner.peek()
        switch token.kind {
        case .versionDirective, .tagDirective, .documentStart, .documentEnd, .streamEnd:
            return empty(at: token.start)
        default: return try node(isBlock: true, allowsIndentless: false)
        }
    }

    // MARK: Nodes

    private mutating func node(
        isBlock: Bool, allowsIndentless: Bool
    ) throws(ScanFailure) -> Composed {
        var token = try scanner.peek()
        if token.kind == .alias {
            scanner.skip()
            return try alias(token)
        }
        let start = token.start
        var (anchor, tagToken): (String?, Token?) = (nil, nil)
        if token.kind == .anchor {
            anchor = token.text
            token = try nextToken()
            if token.kind == .tag {
                tagToken = token
                token = try nextToken()
            }
        } else if token.kind == .tag {
            tagToken = token
            token = try nextToken()
            if token.kind == .anchor {
                anchor = token.text
                token = try nextToken()
            }
        }
        let tag = try expand(tagToken, from: start)
        if token.isScalar {
            scanner.skip()
            return scalar(token, tag: tag, anchor: anchor, line: start.line)
        }
        return try collection(
            token, anchor: anchor, tag: tag, start: start, isBlock: isBlock,
            allowsIndentless: allowsIndentless)
    }

    private mutating func nextToken() throws(ScanFailure) -> Token {
        scanner.skip()
        return try scanner.peek()
    }

    private mutating func collection(
        _ token: Token, anchor: String?, tag: String, start: Mark, isBlock: Bool,
        allowsIndentless: Bool
    ) throws(ScanFailure) -> Composed {
        let line = start.line
        switch token.kind {
        case .blockEntry where allowsIndentless:
            return try anchored(anchor, isMapping: false, line: line) {
                (composer) throws(ScanFailure) in
                try composer.indentlessSequence()
            }
        case .flowSequenceStart:
            return try anchored(anchor, isMapping: false, line: line) {
                (composer) throws(ScanFailure) in
                try composer.flowSequence()
            }
        case .flowMappingStart:
            return try anchored(anchor, isMapping: true, line: line) {
                (composer) throws(ScanFailure) in
                try composer.flowMapping()
            }
        case .blockSequenceStart where isBlock:
            return try anchored(anchor, isMapping: false, line: line) {
                (composer) throws(ScanFailure) in
                try composer.blockSequence()
            }
        case .blockMappingStart where isBlock:
            return try anchored(anchor, isMapping: true, line: line) {
                (composer) throws(ScanFailure) in
                try composer.blockMapping()
            }
        default:
            guard anchor != nil || !tag.isEmpty else {
                throw failure("did not find expected node content", token, context: start)
            }
            let bare = Token(.scalar(plain: tag.isEmpty), from: start, to: start)
            return scalar(bare, tag: tag, anchor: anchor, line: line)
        }
    }

    private func expand(_ token: Token?, from start: Mark) throws(ScanFailure) -> String {
        guard let token else { return "" }
        if token.text.isEmpty { return token.suffix }
        guard let prefix = tagPrefixes[token.text], !(prefix + token.suffix).isEmpty else {
            throw failure("found undefined tag handle", token, context: start)
        }
        return prefix + token.suffix
    }

    private mutating func scalar(
        _ token: Token, tag: String, anchor: String?, line: Int
    ) -> Composed {
        let isPlain = tag.isEmpty ? token.kind == .scalar(plain: true) : tag == "!"
        var composed = Composed(value: .null, line: line)
        do throws(ScalarResolver.Problem) {
            composed.value = try resolver.resolve(token.text, tag: tag, isPlain: isPlain)
        } catch {
            note(error.text, at: token.start)
        }
        composed.isMergeKey =
            token.text == "<<" && (isPlain || tag == ScalarResolver.tagPrefix + "merge")
        if let anchor { anchors[anchor] = Anchor(composed: composed, isFinished: true) }
        return composed
    }

    private mutating func anchored(
        _ name: String?, isMapping: Bool, line: Int,
        _ compose: (inout Composer) throws(ScanFailure) -> YAMLValue
    ) throws(ScanFailure) -> Composed {
        var composed = Composed(value: .null, line: line, isMapping: isMapping)
        if let name { anchors[name] = Anchor(composed: composed, isFinished: false) }
        composed.value = try compose(&self)
        if let name { anchors[name] = Anchor(composed: composed, isFinished: true) }
        return composed
    }

    private mutating func alias(_ token: Token) throws(ScanFailure) -> Composed {
        guard let anchor = anchors[token.text] else {
            throw ScanFailure(
                .composer, "unknown anchor '\(token.text)' referenced", at: token.start)
        }
        var composed = anchor.composed
        composed.line = token.start.line
        composed.isMergeKey = false
        guard anchor.isFinished else {
            note("anchor '\(token.text)' value contains itself", at: token.start)
            return composed
        }
        if let node = composed.value.node {
            copiesMade += Self.size(of: node, limit: Self.aliasCopyLimit)
            guard copiesMade <= Self.aliasCopyLimit else {
                throw ScanFailure(
                    .composer, "document contains excessive aliasing", at: token.start)
            }
            composed.value = composed.value.copied()
        }
        return composed
    }

    private static func size(of node: Node, limit: Int) -> Int {
        var total = 1
        for child in node.children where total < limit {
            total += size(of: child, limit: limit - total)
        }
        return total
    }

    // MARK: Helpers shared with collections

    mutating func peek() throws(ScanFailure) -> Token { try scanner.peek() }
    mutating func skip() { scanner.skip() }

    mutating func content(isBlock: Bool, allowsIndentless: Bool) throws(ScanFailure) -> Composed {
        try node(isBlock: isBlock, allowsIndentless: allowsIndentless)
    }

    func empty(at mark: Mark) -> Composed { Composed(value: .null, line: mark.line) }

    func position(_ line: Int) -> Position { Position(source, line: line + lineShift) }

    mutating func note(_ problem: String, at mark: Mark) {
        meaningFailure = meaningFailure ?? ScanFailure(.composer, problem, at: mark)
    }

    func failure(_ problem: String, _ token: Token, context: Mark? = nil) -> ScanFailure {
        ScanFailure(.parser, problem, at: token.start, context: context)
    }
}
