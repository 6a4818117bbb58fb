/// One comment of a YAML file, without its `#`.
package struct Comment: Sendable {
    package let text: String
    package let position: Position

    package init(text: String, position: Position) {
        self.text = text
        self.position = position
    }
}
