/// One document of a file.
package final class Document: HoldingNode {
    /// Made only to carry comments that stand after the last document; never printed.
    package var isInjected = false

    package init(
        _ value: YAMLValue, position: Position = .unknown, comments: [Comment] = [],
        notes: AnyObject? = nil
    ) {
        super.init(value: value, position: position, comments: comments, notes: notes)
    }

    package override var kindName: String { "document" }

    /// Nothing to print: no value, or an empty collection.
    package var isEmpty: Bool {
        switch value {
        case .null: true
        case .map(let map): map.items.isEmpty
        case .array(let array): array.items.isEmpty
        default: false
        }
    }

    package func copied() -> Document {
        let copy = Document(
            value.copied(), position: position, comments: comments, notes: notes)
        copy.isInjected = isInjected
        return copy
    }
}
