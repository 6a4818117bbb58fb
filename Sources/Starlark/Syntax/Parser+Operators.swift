/// Operators between operands, by how tightly they bind.
extension Parser {
    private enum Infix {
        case and, or, strict(BinaryOperator)
    }

    private static let notLevel = 2
    private static let comparisonLevel = 3

    /// An expression of operators that bind at least as tightly as `level`.
    mutating func binary(from level: Int) throws(SourceError) -> Expression {
        var left: Expression
        if token.kind == .not && level <= Self.notLevel {
            let position = try take()
            let operand = try nested { parser throws(SourceError) in
                try parser.binary(from: Self.notLevel)
            }
            left = Expression(.unary(.not, operand), at: position)
        } else {
            left = try primaryWithSuffixes()
        }
        return try continueBinary(left, from: level)
    }

    private mutating func continueBinary(
        _ first: Expression, from level: Int
    ) throws(SourceError) -> Expression {
        var left = first
        var length = 0
        var compared: BinaryOperator?
        while true {
            if token.kind == .not { try joinNotIn() }
            guard let (own, infix) = Self.infix(token.kind), own >= level else { return left }
            if let compared, own == Self.comparisonLevel {
                throw error(
                    "\(compared.symbol) does not associate with \(token.kind.symbol) (use parens)")
            }
            length += 1
            try checkChain(length)
            let position = try take()
            let right = try nested { parser throws(SourceError) in try parser.binary(from: own + 1)
            }
            compared = nil
            switch infix {
            case .and: left = Expression(.and(left, right), at: position)
            case .or: left = Expression(.or(left, right), at: position)
            case .strict(let operation):
                left = Expression(.binary(operation, left, right), at: position)
                if own == Self.comparisonLevel { compared = operation }
            }
        }
    }

    /// Between operands `not` must be followed by `in`.
    private mutating func joinNotIn() throws(SourceError) {
        try take()
        if token.kind != .inWord { throw error("got \(token.kind.quoted), want in") }
        replaceToken(by: .notIn)
    }

    private static func infix(_ kind: Token.Kind) -> (level: Int, Infix)? {
        switch kind {
        case .or: (0, .or)
        case .and: (1, .and)
        case .equal: (3, .strict(.equal))
        case .notEqual: (3, .strict(.notEqual))
        case .less: (3, .strict(.less))
        case .greater: (3, .strict(.greater))
        case .lessOrEqual: (3, .strict(.lessOrEqual))
        case .greaterOrEqual: (3, .strict(.greaterOrEqual))
        case .inWord: (3, .strict(.contained))
        case .notIn: (3, .strict(.notContained))
        case .pipe: (4, .strict(.or))
        case .circumflex: (5, .strict(.xor))
        case .ampersand: (6, .strict(.and))
        case .shiftLeft: (7, .strict(.shiftLeft))
        case .shiftRight: (7, .strict(.shiftRight))
        case .minus: (8, .strict(.minus))
        case .plus: (8, .strict(.plus))
        case .star: (9, .strict(.times))
        case .percent: (9, .strict(.modulo))
        case .slash: (9, .strict(.divide))
        case .slashSlash: (9, .strict(.floorDivide))
        default: nil
        }
    }
}
