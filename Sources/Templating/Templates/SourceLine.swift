import YAMLTree

/// A line of a template, as messages show it.
struct SourceLine {
    let position: YAMLTree.Position
    let content: String
}

/// One line of the program a template became, and the template line it stands for.
struct CodeLine {
    let code: String
    /// Nil for what no template line stands for.
    var source: SourceLine?

    init(_ code: String, source: SourceLine? = nil) {
        self.code = code
        self.source = source
    }
}
