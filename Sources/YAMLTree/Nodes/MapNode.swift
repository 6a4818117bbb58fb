/// A map: items in the order they were written.
package final class MapNode: Node {
    package var items: [MapItem]

    package init(_ items: [MapItem] = [], position: Position = .unknown) {
        self.items = items
        super.init(position: position)
    }

    package override var kindName: String { "map" }
    package override var children: [Node] { items }

    package func copied() -> MapNode {
        let copy = MapNode(items.map { $0.copied() }, position: position)
        copy.comments = comments
        copy.notes = notes
        return copy
    }

    /// Of several items with one key the last stays, where the first one stood.
    package func keepLastOfEachKey() {
        var places: [KeyIdentity: Int] = [:]
        var kept: [MapItem] = []
        for item in items {
            if let place = places[KeyIdentity(item.key)] {
                kept[place] = item
            } else {
                places[KeyIdentity(item.key)] = kept.count
                kept.append(item)
            }
        }
        items = kept
    }

    /// The first item whose key was used before it, and that earlier item.
    package func firstDuplicate() -> (item: MapItem, earlier: MapItem)? {
        guard items.count > 1 else { return nil }
        var seen: [KeyIdentity: MapItem] = Dictionary(minimumCapacity: items.count)
        for item in items {
            if let earlier = seen.updateValue(item, forKey: KeyIdentity(item.key)) {
                return (item, earlier)
            }
        }
        return nil
    }
}

/// A key and its value.
package final class MapItem: HoldingNode {
    package var key: YAMLValue

    package init(
        key: YAMLValue, value: YAMLValue, position: Position = .unknown, comments: [Comment] = [],
        notes: AnyObject? = nil
    ) {
        self.key = key
        super.init(value: value, position: position, comments: comments, notes: notes)
    }

    package override var kindName: String { "map item" }

    package func copied() -> MapItem {
        MapItem(
            key: key, value: value.copied(), position: position, comments: comments, notes: notes)
    }
}
