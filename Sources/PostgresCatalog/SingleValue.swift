/// A row of one column named `value`.
struct SingleValue<Value: Decodable & Sendable>: Decodable, Sendable {
    let value: Value
}

/// A row that gives something a value by its name.
struct NamedValue: Decodable, Sendable {
    let name: String
    let value: String
}
