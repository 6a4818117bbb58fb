import YAMLTree

/// Whether a tree contains another: every item of the right side is on the left, which may have
/// more.
enum OverlayComparison {
    /// What differs; nil when the left side contains the right.
    static func difference(_ left: YAMLValue, _ right: YAMLValue) -> String? {
        switch right {
        case .map(let rightMap):
            guard case .map(let leftMap) = left else {
                return "Expected map, but was \(GoTypeName.kind(of: left))"
            }
            return difference(leftMap, rightMap)
        case .array(let rightArray):
            guard case .array(let leftArray) = left else {
                return "Expected array, but was \(GoTypeName.kind(of: left))"
            }
            for (index, item) in rightArray.items.enumerated() {
                guard index < leftArray.items.count else {
                    return "Expected to have matching number of array items"
                }
                if let found = difference(leftArray.items[index].value, item.value) { return found }
            }
            return nil
        default:
            return left == right
                ? nil
                : "Expected leaf values to match \(GoTypeName.of(left)) \(GoTypeName.of(right))"
        }
    }

    private static func difference(_ left: MapNode, _ right: MapNode) -> String? {
        for item in right.items {
            var isMatched = false
            for candidate in left.items where candidate.key == item.key {
                if let found = difference(candidate.value, item.value) { return found }
                isMatched = true
            }
            if !isMatched { return "Expected at least one map item to match by key" }
        }
        return nil
    }
}
