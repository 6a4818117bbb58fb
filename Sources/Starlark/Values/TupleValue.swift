/// A tuple: a sequence that never changes.
public final class TupleValue {
    package let elements: [Value]

    package init(_ elements: [Value]) { self.elements = elements }

    package var count: Int { elements.count }
}
