/// A sequence of the source.
package struct SequenceFacts: Hashable, Sendable, Codable {
    package var schema: String
    package var name: String
    /// Nil when it was never used, or when we may not read it.
    package var lastValue: Int64?
    package var minimum: Int64
    package var maximum: Int64
    package var increment: Int64
    package var cycles: Bool
    package var weMayRead: Bool

    package init(
        _ name: String, schema: String = "public", lastValue: Int64? = 1, minimum: Int64 = 1,
        maximum: Int64 = .max, increment: Int64 = 1, cycles: Bool = false, weMayRead: Bool = true
    ) {
        self.schema = schema
        self.name = name
        self.lastValue = lastValue
        self.minimum = minimum
        self.maximum = maximum
        self.increment = increment
        self.cycles = cycles
        self.weMayRead = weMayRead
    }

    var qualifiedName: QualifiedName { QualifiedName(schema: schema, name: name) }

    /// The part of its range that is used up, from 0 to 1.
    var used: Double {
        guard let lastValue else { return 0 }
        let range = Double(maximum) - Double(minimum)
        guard range > 0 else { return 1 }
        let gone =
            increment > 0
            ? Double(lastValue) - Double(minimum) : Double(maximum) - Double(lastValue)
        return gone / range
    }
}
