/// One use of a name in a source text, and what it was found to stand for.
package final class NameUse {
    package let symbol: ByteString
    package let position: Position
    var binding: Binding?

    package init(_ symbol: ByteString, at position: Position = .none) {
        self.symbol = symbol
        self.position = position
    }

    package convenience init(_ name: String, at position: Position = .none) {
        self.init(ByteString.text(name), at: position)
    }

    package var name: String { symbol.text }
}
