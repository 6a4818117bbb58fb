/// The tokens that give a document its structure.
extension Scanner {
    mutating func fetchStreamEnd() throws(ScanFailure) {
        if mark.column != 0 {
            mark.column = 0
            mark.line += 1
        }
        unrollIndent(to: -1)
        try removeSimpleKey()
        simpleKeyAllowed = false
        queue.append(Token(.streamEnd, from: mark, to: mark))
    }

    mutating func fetchDocumentIndicator(_ kind: Token.Kind) throws(ScanFailure) {
        unrollIndent(to: -1)
        try removeSimpleKey()
        simpleKeyAllowed = false
        appendIndicator(kind, width: 3)
    }

    mutating func fetchFlowStart(_ kind: Token.Kind) throws(ScanFailure) {
        try saveSimpleKey()
        flowLevel += 1
        try checkDepth()
        simpleKeyAllowed = true
        appendIndicator(kind)
    }

    mutating func fetchFlowEnd(_ kind: Token.Kind) throws(ScanFailure) {
        try removeSimpleKey()
        if flowLevel > 0 { flowLevel -= 1 }
        simpleKeyAllowed = false
        appendIndicator(kind)
    }

    mutating func fetchFlowEntry() throws(ScanFailure) {
        try removeSimpleKey()
        simpleKeyAllowed = true
        appendIndicator(.flowEntry)
    }

    mutating func fetchBlockEntry() throws(ScanFailure) {
        if flowLevel == 0 {
            guard simpleKeyAllowed else {
                throw failure(
                    "block sequence entries are not allowed in this context", context: mark)
            }
            try rollIndent(mark.column, tokenNumber: nil, .blockSequenceStart, at: mark)
        }
        try removeSimpleKey()
        simpleKeyAllowed = true
        appendIndicator(.blockEntry)
    }

    mutating func fetchKey() throws(ScanFailure) {
        if flowLevel == 0 {
            guard simpleKeyAllowed else {
                throw failure("mapping keys are not allowed in this context", context: mark)
            }
            try rollIndent(mark.column, tokenNumber: nil, .blockMappingStart, at: mark)
        }
        try removeSimpleKey()
        simpleKeyAllowed = flowLevel == 0
        appendIndicator(.key)
    }

    mutating func fetchValue() throws(ScanFailure) {
        if let key = currentKey {
            queue.insert(
                Token(.key, from: key.mark, to: key.mark),
                at: queueHead + key.tokenNumber - tokensTaken)
            try rollIndent(
                key.mark.column, tokenNumber: key.tokenNumber, .blockMappingStart, at: key.mark)
            forgetCurrentKey()
            simpleKeyAllowed = false
        } else {
            if flowLevel == 0 {
                guard simpleKeyAllowed else {
                    throw failure("mapping values are not allowed in this context", context: mark)
                }
                try rollIndent(mark.column, tokenNumber: nil, .blockMappingStart, at: mark)
            }
            simpleKeyAllowed = flowLevel == 0
        }
        appendIndicator(.value)
    }

    private mutating func appendIndicator(_ kind: Token.Kind, width: Int = 1) {
        let start = mark
        advanceASCII(width)
        queue.append(Token(kind, from: start, to: mark))
    }
}
