/// The documents of one file, in order.
package final class DocumentSet: Node {
    package var items: [Document]
    /// Every comment of the file, whoever owns it.
    package var allComments: [Comment] = []
    package var source: SourceFile?

    package init(_ items: [Document] = [], position: Position = .unknown) {
        self.items = items
        super.init(position: position)
    }

    package override var kindName: String { "document set" }
    package override var children: [Node] { items }

    package func copied() -> DocumentSet {
        let copy = DocumentSet(items.map { $0.copied() }, position: position)
        copy.comments = comments
        copy.notes = notes
        copy.allComments = allComments
        copy.source = source
        return copy
    }

    /// In every map below, of several items with one key only the last stays.
    package func keepLastOfEachKey() { for item in items { Self.keepLast(in: item.value) } }

    private static func keepLast(in value: YAMLValue) {
        switch value {
        case .map(let map):
            if map.firstDuplicate() != nil { map.keepLastOfEachKey() }
            for item in map.items { keepLast(in: item.value) }
        case .array(let array): for item in array.items { keepLast(in: item.value) }
        default: break
        }
    }
}
