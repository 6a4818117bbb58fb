/// One word or sign of a source text.
struct Token {
    enum Kind: UInt8 {
        case illegal, endOfFile, newline, indent, outdent
        case identifier, int, float, string
        case plus, minus, star, slash, slashSlash, percent, ampersand, pipe, circumflex
        case shiftLeft, shiftRight, tilde, dot, comma, equals, semicolon, colon
        case leftParen, rightParen, leftBracket, rightBracket, leftBrace, rightBrace
        case less, greater, greaterOrEqual, lessOrEqual, equal, notEqual
        case plusEquals, minusEquals, starEquals, slashEquals, slashSlashEquals, percentEquals
        case ampersandEquals, pipeEquals, circumflexEquals, shiftLeftEquals, shiftRightEquals
        case starStar
        case and, breakWord, continueWord, def, elif, elseWord, forWord, ifWord, inWord, lambda
        case load, not, notIn, or, pass, returnWord, whileWord
    }

    var kind: Kind
    var position: Position
    /// The name or keyword as written; empty for other tokens.
    var name: ByteString?
    /// What a literal stands for.
    var literal = Value.none
    /// Set once the block that ends before this `else` or `elif` was closed.
    var hasClosedBlock = false
}

extension Token.Kind {
    static let keywords: [String: Token.Kind] = [
        "and": .and, "break": .breakWord, "continue": .continueWord, "def": .def, "elif": .elif,
        "else": .elseWord, "for": .forWord, "if": .ifWord, "in": .inWord, "lambda": .lambda,
        "load": .load, "not": .not, "or": .or, "pass": .pass, "return": .returnWord,
        "while": .whileWord,
        // Reserved, so that programs stay valid should the language grow.
        "as": .illegal, "class": .illegal, "del": .illegal, "except": .illegal,
        "finally": .illegal, "from": .illegal, "global": .illegal, "import": .illegal,
        "is": .illegal, "nonlocal": .illegal, "raise": .illegal, "try": .illegal,
        "with": .illegal, "yield": .illegal,
    ]

    var isKeyword: Bool {
        self == .illegal || rawValue >= Token.Kind.and.rawValue && self != .notIn
    }

    /// As messages quote it: signs in quotes, everything else as it is.
    var quoted: String {
        rawValue >= Token.Kind.plus.rawValue && rawValue <= Token.Kind.starStar.rawValue
            ? "'\(symbol)'" : symbol
    }

    /// How many bytes the sign takes.
    var width: Int {
        switch self {
        case .shiftLeftEquals, .shiftRightEquals, .slashSlashEquals: 3
        case .slashSlash, .shiftLeft, .shiftRight, .greaterOrEqual, .lessOrEqual, .equal,
            .notEqual, .plusEquals, .minusEquals, .starEquals, .slashEquals, .percentEquals,
            .ampersandEquals, .pipeEquals, .circumflexEquals, .starStar:
            2
        default: 1
        }
    }

    var symbol: String { Self.symbols[Int(rawValue)] }

    private static let symbols = [
        "illegal token", "end of file", "newline", "indent", "outdent",
        "identifier", "int literal", "float literal", "string literal",
        "+", "-", "*", "/", "//", "%", "&", "|", "^",
        "<<", ">>", "~", ".", ",", "=", ";", ":",
        "(", ")", "[", "]", "{", "}",
        "<", ">", ">=", "<=", "==", "!=",
        "+=", "-=", "*=", "/=", "//=", "%=",
        "&=", "|=", "^=", "<<=", ">>=",
        "**",
        "and", "break", "continue", "def", "elif", "else", "for", "if", "in", "lambda",
        "load", "not", "not in", "or", "pass", "return", "while",
    ]
}
