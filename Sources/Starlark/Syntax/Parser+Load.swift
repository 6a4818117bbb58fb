/// `load` statements.
extension Parser {
    mutating func load() throws(SourceError) -> Statement {
        let position = try take()
        let opening = try expect(.leftParen)
        guard token.kind == .string, case .string(let module) = token.literal else {
            throw error("first operand of load statement must be a string literal")
        }
        try take()
        var bindings: [LoadStatement.Binding] = []
        while token.kind != .rightParen && token.kind != .endOfFile {
            try expect(.comma)
            if token.kind == .rightParen { break }
            bindings.append(try loadBinding())
        }
        try expect(.rightParen)
        if bindings.isEmpty {
            throw SourceError("load statement must import at least 1 symbol", at: opening)
        }
        return Statement(.load(LoadStatement(module: module, bindings: bindings)), at: position)
    }

    private mutating func loadBinding() throws(SourceError) -> LoadStatement.Binding {
        switch token.kind {
        case .string:
            let (name, position) = try quotedName()
            return LoadStatement.Binding(
                exported: name, position: position, local: NameUse(name, at: position))
        case .identifier:
            let local = try identifier()
            if token.kind != .equals {
                throw error(
                    "load operand must be \"\(local.name)\" or \(local.name)=\"originalname\" "
                        + "(want '=' after \(local.name))")
            }
            try take()
            if token.kind != .string {
                throw error(
                    "original name of loaded symbol must be quoted: \(local.name)=\"originalname\"")
            }
            let (name, position) = try quotedName()
            return LoadStatement.Binding(exported: name, position: position, local: local)
        default:
            throw error(
                "load operand must be \"name\" or localname=\"name\" (got \(token.kind.quoted))")
        }
    }

    /// The name between the quotes, and where it begins.
    private mutating func quotedName() throws(SourceError) -> (String, Position) {
        let name = token.literal.text ?? ""
        let position = try take()
        return (name, Position(line: position.line, column: position.column + 1))
    }
}
