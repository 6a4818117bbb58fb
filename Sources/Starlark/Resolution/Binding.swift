/// What a name stands for: shared by all its uses, so that one change reaches them all.
final class Binding {
    enum Scope {
        case local
        /// Local, and shared with an inner function.
        case cell
        /// A cell of an enclosing function.
        case free
        case global
        case predeclared
        case universal
        case undefined
    }

    let symbol: ByteString
    var scope: Scope
    let index: Int

    init(_ symbol: ByteString, _ scope: Scope, index: Int = 0) {
        self.symbol = symbol
        self.scope = scope
        self.index = index
    }

    var name: String { symbol.text }
}
