import Starlark
import YAMLTree

/// What `@assert/validate` or `@schema/validation` demands of one node.
final class NodeValidation {
    struct Rule {
        let message: String
        let assertion: Value
        /// Asked first; when it fails the others are not asked.
        var isCritical = false
    }

    let rules: [Rule]
    let when: Value?
    let position: YAMLTree.Position

    /// Null is let pass unless a rule asks for more.
    var allowsNull: Bool { !rules.contains(where: \.isCritical) }

    init(_ annotation: NodeAnnotation) throws {
        let place = annotation.position.compact
        guard !annotation.arguments.isEmpty || !annotation.named.isEmpty else {
            throw TemplateFailure(
                "expected annotation to have 2-tuple as argument(s), "
                    + "but found no arguments (by \(place))")
        }
        var rules = try annotation.arguments.map { try Self.rule($0, place) }
        var when: Value?
        for (name, value) in annotation.named {
            if name == "when" {
                guard value.isCallable else { throw Self.wrong(name, "a function", value, place) }
                when = value
            } else {
                rules += try Self.rules(name, value, place)
            }
        }
        let order = [
            "length >=", "length <=", "a value >=", "a value <=", "not null", "exactly one",
            "one of",
        ]
        let given = annotation.arguments.count
        let named = rules[given...].sorted { a, b in
            (order.firstIndex(where: a.message.hasPrefix) ?? 0)
                < (order.firstIndex(where: b.message.hasPrefix) ?? 0)
        }
        rules = Array(rules[..<given]) + named
        self.rules = rules.filter(\.isCritical) + rules.filter { !$0.isCritical }
        self.when = when
        position = annotation.position
    }

    private static func rule(_ argument: Value, _ place: String) throws -> Rule {
        guard case .tuple(let tuple) = argument else {
            throw TemplateFailure(
                "expected annotation to have 2-tuple as argument(s), "
                    + "but found: \(argument.representation) (by \(place))")
        }
        guard tuple.elements.count == 2 else {
            throw TemplateFailure(
                "expected 2-tuple, but found tuple with length \(tuple.elements.count) (by \(place))"
            )
        }
        guard let message = tuple.elements[0].text else {
            throw TemplateFailure(
                "expected first item in the 2-tuple to be a string describing a valid value, "
                    + "but was \(tuple.elements[0].typeName) (at \(place))")
        }
        return Rule(message: message, assertion: try assertion(tuple.elements[1], place))
    }

    /// A function, or something with a function named `check`.
    private static func assertion(_ value: Value, _ place: String) throws -> Value {
        if value.isCallable { return value }
        guard case .object(let object) = value, object.hasAttributes else {
            throw TemplateFailure(
                "expected second item in the 2-tuple to be an assertion function, "
                    + "but was \(value.typeName) (at \(place))")
        }
        guard let check = try? object.attribute(ByteString.text("check")) else {
            throw TemplateFailure(
                "expected second item in tuple to be an assertion function or assertion object, "
                    + "but was a \(value.typeName) (at \(place))")
        }
        guard check.isCallable else {
            throw TemplateFailure(
                "expected struct with attribute check(), but was \(check.typeName) (at \(place))")
        }
        return check
    }

    private static func rules(
        _ name: String, _ value: Value, _ place: String
    ) throws -> [Rule] {
        switch name {
        case "when_null_skip":
            guard case .bool = value else { throw wrong(name, "a boolean", value, place) }
            return []
        case "min_len":
            let length = try number(name, value, place)
            return [
                Rule(
                    message: "length >= \(length)",
                    assertion: try StandardRules.minimumLength(.int(length)))
            ]
        case "max_len":
            let length = try number(name, value, place)
            return [
                Rule(
                    message: "length <= \(length)",
                    assertion: try StandardRules.maximumLength(.int(length)))
            ]
        case "min":
            return [
                Rule(
                    message: "a value >= \(value.representation)",
                    assertion: try StandardRules.minimum(value))
            ]
        case "max":
            return [
                Rule(
                    message: "a value <= \(value.representation)",
                    assertion: try StandardRules.maximum(value))
            ]
        case "not_null":
            guard case .bool(let isWanted) = value else {
                throw wrong(name, "a boolean", value, place)
            }
            guard isWanted else { return [] }
            return [
                Rule(
                    message: "not null", assertion: try StandardRules.notNull(), isCritical: true)
            ]
        case "one_not_null": return [try oneNotNull(value)]
        case "one_of":
            guard let elements = value.elements() else {
                throw TemplateFailure("expected a sequence, but was a '\(value.typeName)'")
            }
            return [
                Rule(
                    message: "one of \(Value.list(elements).representation)",
                    assertion: try StandardRules.oneOf(value))
            ]
        default:
            throw TemplateFailure("unknown keyword argument \"\(name)\" (at \(place))")
        }
    }

    private static func oneNotNull(_ value: Value) throws -> Rule {
        switch value {
        case .bool(true):
            return Rule(
                message: "exactly one of all children to be not null",
                assertion: StandardRules.oneNotNull(of: nil))
        case .bool(false): throw TemplateFailure("one_not_null= cannot be False")
        default:
            guard value.text == nil, let keys = value.elements() else {
                throw TemplateFailure(
                    "expected True or a sequence of keys, but was a '\(value.typeName)'")
            }
            return Rule(
                message: "exactly one of \(value.representation) to be not null",
                assertion: StandardRules.oneNotNull(of: keys))
        }
    }

    private static func number(_ name: String, _ value: Value, _ place: String) throws -> Int {
        switch value {
        case .int(let number): return number
        case .float(let number) where number.isFinite && abs(number) < 1e15: return Int(number)
        default: throw wrong(name, "a number", value, place)
        }
    }

    private static func wrong(
        _ name: String, _ wanted: String, _ value: Value, _ place: String
    ) -> TemplateFailure {
        TemplateFailure(
            "expected keyword argument \"\(name)\" to be \(wanted), "
                + "but was \(value.typeName) (at \(place))")
    }
}
