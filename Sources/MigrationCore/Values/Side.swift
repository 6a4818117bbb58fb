/// One of the two servers of a migration, for its whole life, whichever of them serves.
package enum Side: String, Hashable, Sendable, Codable, CaseIterable, CustomStringConvertible {
    case source, target

    package var other: Side { self == .source ? .target : .source }
    package var description: String { rawValue }
}

/// What is kept once for each server.
package struct BothSides<Value> {
    package var source: Value
    package var target: Value

    package init(source: Value, target: Value) {
        self.source = source
        self.target = target
    }

    package subscript(side: Side) -> Value {
        get { side == .source ? source : target }
        set { if side == .source { source = newValue } else { target = newValue } }
    }

    package func map<Other>(_ transform: (Value) throws -> Other) rethrows -> BothSides<Other> {
        BothSides<Other>(source: try transform(source), target: try transform(target))
    }
}

extension BothSides: Sendable where Value: Sendable {}
extension BothSides: Equatable where Value: Equatable {}
extension BothSides: Hashable where Value: Hashable {}
extension BothSides: Codable where Value: Codable {}
