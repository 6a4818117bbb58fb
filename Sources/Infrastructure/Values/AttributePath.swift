/// Where an attribute stands in a resource: `settings.backup_configuration.enabled`.
///
/// Blocks are lists in plan and state. A path goes through every element of a list without naming
/// it, because no rule here depends on which of several equal blocks is meant.
package struct AttributePath: Hashable, Sendable, CustomStringConvertible {
    package let names: [String]

    package init(_ text: String) { names = text.split(separator: ".").map(String.init) }
    package init(names: [String]) { self.names = names }

    package var description: String { names.joined(separator: ".") }

    /// Every value found there; none when a part of the path is missing or null.
    package func values(in root: JSONValue) -> [JSONValue] {
        names.reduce([root]) { found, name in
            found.flatMap(Self.elements).compactMap { $0[name] }
        }
    }

    /// Whether a tree of marks (`after_unknown`, `after_sensitive`) marks what stands there, or
    /// something around or below it.
    package func isMarked(in marks: JSONValue) -> Bool {
        var level = [marks]
        for name in names {
            if level.contains(.bool(true)) { return true }
            level = level.flatMap(Self.elements).compactMap { $0[name] }
        }
        return level.contains { $0.holdsMark }
    }

    private static func elements(_ value: JSONValue) -> [JSONValue] {
        guard let list = value.array else { return [value] }
        return list.flatMap(elements)
    }
}

extension JSONValue {
    /// Whether a tree of marks holds one anywhere.
    package var holdsMark: Bool {
        switch self {
        case .bool(let value): value
        case .array(let elements): elements.contains { $0.holdsMark }
        case .object(let members): members.values.contains { $0.holdsMark }
        case .null, .integer, .number, .string: false
        }
    }
}
