// Printing goes through the tree, not past it: a byte that no node owns would be missing.
extension Document {
    /// The file, byte for byte.
    package func printed() -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        print(body, into: &result)
        // What follows the outermost body is the end, with the trivia in front of it.
        print(body.tokens.upperBound..<tokens.count, into: &result)
        return result
    }

    private func print(_ body: Body, into result: inout [UInt8]) {
        var next = body.tokens.lowerBound
        for item in body.items {
            print(next..<item.tokens.lowerBound, into: &result)
            print(item, into: &result)
            next = item.tokens.upperBound
        }
        print(next..<body.tokens.upperBound, into: &result)
    }

    private func print(_ item: Item, into result: inout [UInt8]) {
        switch item {
        case .attribute(let attribute):
            print(attribute.tokens.lowerBound..<attribute.value.tokens.lowerBound, into: &result)
            print(attribute.value, into: &result)
            print(attribute.value.tokens.upperBound..<attribute.tokens.upperBound, into: &result)
        case .block(let block):
            print(block.tokens.lowerBound..<block.openBrace + 1, into: &result)
            print(block.body, into: &result)
            print(block.closeBrace..<block.tokens.upperBound, into: &result)
        }
    }

    private func print(_ expression: Expression, into result: inout [UInt8]) {
        var next = expression.tokens.lowerBound
        for child in expression.children {
            print(next..<child.tokens.lowerBound, into: &result)
            print(child, into: &result)
            next = child.tokens.upperBound
        }
        print(next..<expression.tokens.upperBound, into: &result)
    }

    private func print(_ range: Range<Int>, into result: inout [UInt8]) {
        for token in tokens[range] {
            result += bytes[token.trivia]
            result += bytes[token.range]
        }
    }
}
