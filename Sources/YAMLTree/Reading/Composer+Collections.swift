/// Sequences and mappings, in block and flow style.
extension Composer {
    // MARK: Sequences

    mutating func blockSequence() throws(ScanFailure) -> YAMLValue {
        let start = try peek().start
        skip()
        let array = ArrayNode()
        while true {
            let token = try peek()
            if token.kind == .blockEnd {
                skip()
                return .array(array)
            }
            guard token.kind == .blockEntry else {
                throw failure("did not find expected '-' indicator", token, context: start)
            }
            skip()
            let next = try peek()
            let isEmpty = next.kind == .blockEntry || next.kind == .blockEnd
            try append(to: array, line: token.start.line, isEmpty: isEmpty, at: token.end)
        }
    }

    /// A sequence whose dashes stand as deep as the key that holds it.
    mutating func indentlessSequence() throws(ScanFailure) -> YAMLValue {
        let array = ArrayNode()
        while true {
            let token = try peek()
            guard token.kind == .blockEntry else { return .array(array) }
            skip()
            let isEmpty =
                switch try peek().kind {
                case .blockEntry, .key, .value, .blockEnd: true
                default: false
                }
            try append(to: array, line: token.start.line, isEmpty: isEmpty, at: token.end)
        }
    }

    private mutating func append(
        to array: ArrayNode, line: Int, isEmpty: Bool, at mark: Mark
    ) throws(ScanFailure) {
        let item =
            isEmpty ? empty(at: mark) : try content(isBlock: true, allowsIndentless: false)
        array.items.append(ArrayItem(item.value, position: position(line)))
    }

    mutating func flowSequence() throws(ScanFailure) -> YAMLValue {
        let opening = try peek()
        skip()
        let array = ArrayNode()
        // An item stands on the line of the bracket or comma before it.
        var line = opening.start.line
        var isFirst = true
        while true {
            var token = try peek()
            if token.kind != .flowSequenceEnd, !isFirst {
                guard token.kind == .flowEntry else {
                    throw failure(
                        "did not find expected ',' or ']'", token, context: opening.start)
                }
                line = token.start.line
                skip()
                token = try peek()
            }
            isFirst = false
            if token.kind == .flowSequenceEnd {
                skip()
                return .array(array)
            }
            let value =
                token.kind == .key
                ? try flowPair() : try content(isBlock: false, allowsIndentless: false).value
            array.items.append(ArrayItem(value, position: position(line)))
        }
    }

    /// `a: b` inside brackets, a map of one item.
    private mutating func flowPair() throws(ScanFailure) -> YAMLValue {
        skip()
        let map = MapNode()
        var token = try peek()
        let key: Composed
        switch token.kind {
        case .value, .flowEntry, .flowSequenceEnd: key = empty(at: token.end)
        default: key = try content(isBlock: false, allowsIndentless: false)
        }
        token = try peek()
        var value = empty(at: token.start)
        if token.kind == .value {
            skip()
            token = try peek()
            if token.kind != .flowEntry, token.kind != .flowSequenceEnd {
                value = try content(isBlock: false, allowsIndentless: false)
            }
        }
        add(key, value, to: map)
        return .map(map)
    }

    // MARK: Mappings

    mutating func blockMapping() throws(ScanFailure) -> YAMLValue {
        let start = try peek().start
        skip()
        let map = MapNode()
        while true {
            let token = try peek()
            if token.kind == .blockEnd {
                skip()
                return .map(map)
            }
            guard token.kind == .key else {
                throw failure("did not find expected key", token, context: start)
            }
            skip()
            let key = try blockPart(emptyAt: token.end)
            let separator = try peek()
            var value = empty(at: separator.start)
            if separator.kind == .value {
                skip()
                value = try blockPart(emptyAt: separator.end)
            }
            add(key, value, to: map)
        }
    }

    private mutating func blockPart(emptyAt mark: Mark) throws(ScanFailure) -> Composed {
        switch try peek().kind {
        case .key, .value, .blockEnd: empty(at: mark)
        default: try content(isBlock: true, allowsIndentless: true)
        }
    }

    mutating func flowMapping() throws(ScanFailure) -> YAMLValue {
        let opening = try peek()
        skip()
        let map = MapNode()
        var isFirst = true
        while true {
            var token = try peek()
            if token.kind != .flowMappingEnd, !isFirst {
                guard token.kind == .flowEntry else {
                    throw failure(
                        "did not find expected ',' or '}'", token, context: opening.start)
                }
                skip()
                token = try peek()
            }
            isFirst = false
            if token.kind == .flowMappingEnd {
                skip()
                return .map(map)
            }
            try flowMappingItem(token, into: map)
        }
    }

    private mutating func flowMappingItem(
        _ first: Token, into map: MapNode
    ) throws(ScanFailure) {
        guard first.kind == .key else {
            let key = try content(isBlock: false, allowsIndentless: false)
            add(key, empty(at: try peek().start), to: map)
            return
        }
        skip()
        let key = try flowPart()
        let separator = try peek()
        var value = empty(at: separator.start)
        if separator.kind == .value {
            skip()
            value = try flowPart()
        }
        add(key, value, to: map)
    }

    private mutating func flowPart() throws(ScanFailure) -> Composed {
        let token = try peek()
        switch token.kind {
        case .value, .flowEntry, .flowMappingEnd: return empty(at: token.start)
        default: return try content(isBlock: false, allowsIndentless: false)
        }
    }

    private mutating func add(_ key: Composed, _ value: Composed, to map: MapNode) {
        guard key.isMergeKey else {
            map.items.append(
                MapItem(key: key.value, value: value.value, position: position(key.line)))
            return
        }
        guard value.isMapping, case .map(let merged) = value.value else {
            if value.isMapping { return }  // An alias inside its own anchor, already noted.
            let mark = Mark(index: 0, line: value.line, column: 0)
            return note("map merge requires map or sequence of maps as the value", at: mark)
        }
        map.items.append(contentsOf: merged.items)
    }
}
