/// `load("module", "name", local="name")`.
package final class LoadStatement {
    package struct Binding {
        package let exported: String
        package let position: Position
        package let local: NameUse

        package init(exported: String, position: Position, local: NameUse) {
            self.exported = exported
            self.position = position
            self.local = local
        }
    }

    package let module: ByteString
    package let bindings: [Binding]

    package init(module: ByteString, bindings: [Binding]) {
        self.module = module
        self.bindings = bindings
    }
}
