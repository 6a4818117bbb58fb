/// Statements.
extension Parser {
    mutating func file() throws(SourceError) -> [Statement] {
        var statements: [Statement] = []
        while token.kind != .endOfFile {
            if token.kind == .newline { try take() } else { try statement(into: &statements) }
        }
        return statements
    }

    private mutating func statement(into statements: inout [Statement]) throws(SourceError) {
        switch token.kind {
        case .def, .ifWord, .forWord, .whileWord:
            let kind = token.kind
            statements.append(
                try nested { parser throws(SourceError) in try parser.compound(kind) })
        default: try simpleStatements(into: &statements)
        }
    }

    private mutating func compound(_ kind: Token.Kind) throws(SourceError) -> Statement {
        switch kind {
        case .def: try define()
        case .ifWord: try conditional()
        case .forWord: try loop()
        default: try whileLoop()
        }
    }

    private mutating func define() throws(SourceError) -> Statement {
        let position = try take()
        let name = try identifier()
        try expect(.leftParen)
        let parameters = try parameters()
        try expect(.rightParen)
        try expect(.colon)
        let definition = FunctionDefinition(
            name: name, position: position, parameters: parameters, body: try suite())
        return Statement(.define(definition), at: position)
    }

    private mutating func conditional() throws(SourceError) -> Statement {
        let start = token.position
        var branches: [Statement.Branch] = []
        repeat {
            let position = try take()
            let condition = try test()
            try expect(.colon)
            branches.append(
                Statement.Branch(position: position, condition: condition, body: try suite()))
        } while token.kind == .elif
        var otherwise: [Statement] = []
        if token.kind == .elseWord {
            try take()
            try expect(.colon)
            otherwise = try suite()
        }
        return Statement(.conditional(branches: branches, otherwise: otherwise), at: start)
    }

    private mutating func loop() throws(SourceError) -> Statement {
        let position = try take()
        let variables = try loopVariables()
        try expect(.inWord)
        let sequence = try expression(inParentheses: false)
        try expect(.colon)
        return Statement(
            .loop(variables: variables, sequence: sequence, body: try suite()), at: position)
    }

    private mutating func whileLoop() throws(SourceError) -> Statement {
        let position = try take()
        let condition = try test()
        try expect(.colon)
        return Statement(.whileLoop(condition: condition, body: try suite()), at: position)
    }

    /// What follows a colon: statements on the same line, or a block.
    private mutating func suite() throws(SourceError) -> [Statement] {
        var statements: [Statement] = []
        if token.kind == .newline {
            try take()
            try expect(.indent)
            while token.kind != .outdent && token.kind != .endOfFile {
                try statement(into: &statements)
            }
            try expect(.outdent)
        } else {
            try simpleStatements(into: &statements)
        }
        return statements
    }

    private mutating func simpleStatements(
        into statements: inout [Statement]
    ) throws(SourceError) {
        while true {
            statements.append(try simpleStatement())
            if token.kind != .semicolon { break }
            try take()
            if token.kind == .newline || token.kind == .endOfFile { break }
        }
        if token.kind != .endOfFile { try expect(.newline) }
    }

    private mutating func simpleStatement() throws(SourceError) -> Statement {
        switch token.kind {
        case .returnWord: return try giveBack()
        case .breakWord: return Statement(.breakLoop, at: try take())
        case .continueWord: return Statement(.continueLoop, at: try take())
        case .load: return try load()
        default: return try assignment()
        }
    }

    private mutating func giveBack() throws(SourceError) -> Statement {
        let position = try take()
        switch token.kind {
        case .endOfFile, .newline, .semicolon: return Statement(.giveBack(nil), at: position)
        default:
            return Statement(.giveBack(try expression(inParentheses: false)), at: position)
        }
    }

    private mutating func assignment() throws(SourceError) -> Statement {
        let target = try expression(inParentheses: false)
        let isPlain = token.kind == .equals
        let operation = Self.augmented(token.kind)
        if !isPlain && operation == nil {
            return Statement(.expression(target), at: target.position)
        }
        let position = try take()
        let value = try expression(inParentheses: false)
        return Statement(
            .assign(target: target, operation: operation, value: value), at: position)
    }

    private static func augmented(_ kind: Token.Kind) -> BinaryOperator? {
        switch kind {
        case .plusEquals: .plus
        case .minusEquals: .minus
        case .starEquals: .times
        case .slashEquals: .divide
        case .slashSlashEquals: .floorDivide
        case .percentEquals: .modulo
        case .ampersandEquals: .and
        case .pipeEquals: .or
        case .circumflexEquals: .xor
        case .shiftLeftEquals: .shiftLeft
        case .shiftRightEquals: .shiftRight
        default: nil
        }
    }
}
