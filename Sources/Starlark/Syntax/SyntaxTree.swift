/// A source text as read: what a host may still change before it is compiled.
package final class SyntaxTree {
    package let file: String
    package var statements: [Statement]

    package init(file: String, statements: [Statement]) {
        self.file = file
        self.statements = statements
    }
}
