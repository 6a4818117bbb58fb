/// One use of a name in a source text, and what it was found to stand for.
package final class NameUse {
    package let name: String
    package let position: Position
    var binding: Binding?

    package init(_ name: String, at position: Position = .none) {
        self.name = name
        self.position = position
    }
}
