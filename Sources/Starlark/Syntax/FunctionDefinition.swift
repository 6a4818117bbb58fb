/// A `def` or a `lambda`: what the source says, and what resolving found out about it.
package final class FunctionDefinition {
    package let name: NameUse
    /// Where `def` or `lambda` stands.
    package let position: Position
    package let parameters: [Parameter]
    package var body: [Statement]

    var scope = FunctionScope()

    package init(
        name: NameUse, position: Position, parameters: [Parameter], body: [Statement]
    ) {
        self.name = name
        self.position = position
        self.parameters = parameters
        self.body = body
    }
}
