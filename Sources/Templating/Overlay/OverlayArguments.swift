import Starlark
import YAMLTree

/// `@overlay/replace`: by the new value, or by what `via=` makes of both.
struct OverlayReplace {
    private let node: HoldingNode
    private let interpreter: Interpreter
    private var via: Value?
    private(set) var mayAdd = false

    init(_ node: HoldingNode, _ interpreter: Interpreter) throws {
        self.node = node
        self.interpreter = interpreter
        for (name, value) in node.annotation(.overlayReplace)?.named ?? [] {
            switch name {
            case "via": via = value
            case "or_add": mayAdd = try Call.bool(value)
            default:
                throw TemplateFailure(
                    "Unknown 'overlay/replace' annotation keyword argument '\(name)'")
            }
        }
    }

    func value(instead old: HoldingNode?) throws -> YAMLValue {
        guard let via else { return node.value.copied() }
        return try callVia(via, .overlayReplace, old?.value ?? .null, node.value, interpreter)
    }
}

/// `@overlay/insert`: before or after the match, as it is or through `via=`.
struct OverlayInsert {
    private let node: HoldingNode
    private let interpreter: Interpreter
    private var via: Value?
    private(set) var isBefore = false
    private(set) var isAfter = false

    init(_ node: HoldingNode, _ interpreter: Interpreter) throws {
        self.node = node
        self.interpreter = interpreter
        let named = node.annotation(.overlayInsert)?.named ?? []
        guard !named.isEmpty else {
            throw TemplateFailure(
                "Expected 'overlay/insert' annotation to have at least one keyword argument "
                    + "(before=..., after=...)")
        }
        for (name, value) in named {
            switch name {
            case "before": isBefore = try Call.bool(value)
            case "after": isAfter = try Call.bool(value)
            case "via": via = value
            default:
                throw TemplateFailure(
                    "Unknown 'overlay/insert' annotation keyword argument '\(name)'")
            }
        }
    }

    func value(beside old: HoldingNode) throws -> YAMLValue {
        guard let via else { return node.value.copied() }
        return try callVia(via, .overlayInsert, old.value, node.value, interpreter)
    }
}

private func callVia(
    _ via: Value, _ annotation: AnnotationName, _ old: YAMLValue, _ new: YAMLValue,
    _ interpreter: Interpreter
) throws -> YAMLValue {
    guard via.isCallable else { throw wrongVia(via, annotation) }
    let arguments = [Conversion.value(old.copied()), Conversion.value(new.copied())]
    return try Conversion.yaml(interpreter.call(via, arguments, named: []))
}

private func wrongVia(_ via: Value, _ annotation: AnnotationName) -> TemplateFailure {
    TemplateFailure(
        "Expected '\(annotation)' annotation keyword argument 'via' to be function, "
            + "but was \(GoTypeName.of(via))")
}

/// `@overlay/assert`: the match has to equal the new value, or to please `via=`.
struct OverlayAssert {
    private let node: HoldingNode
    private let interpreter: Interpreter
    private var via: Value?

    init(_ node: HoldingNode, _ interpreter: Interpreter) throws {
        self.node = node
        self.interpreter = interpreter
        for (name, value) in node.annotation(.overlayAssert)?.named ?? [] {
            guard name == "via" else {
                throw TemplateFailure(
                    "Unknown 'overlay/assert' annotation keyword argument '\(name)'")
            }
            via = value
        }
    }

    func check(_ old: HoldingNode) throws {
        guard let via else {
            if let difference = OverlayComparison.difference(old.value, node.value) {
                throw TemplateFailure("Expected objects to equal, but did not: \(difference)")
            }
            return
        }
        guard via.isCallable else { throw wrongVia(via, .overlayAssert) }
        let arguments = [
            Conversion.value(old.value.copied()), Conversion.value(node.value.copied()),
        ]
        switch try interpreter.call(via, arguments, named: []) {
        case .none: return
        case .bool(true): return
        case .bool(false):
            throw TemplateFailure("Expected via invocation to return true, but was false")
        case let answer: try checkPair(answer)
        }
    }

    private func checkPair(_ answer: Value) throws {
        if let pair = answer.elements(), pair.count == 2, case .bool(let isRight) = pair[0],
            case .string(let message) = pair[1]
        {
            if isRight { return }
            throw TemplateFailure(
                "Expected via invocation to return true, but was false with message: \(message.text)"
            )
        }
        throw TemplateFailure(
            "Expected via invocation to return NoneType, Bool or Tuple(Bool,String), "
                + "but returned neither of those")
    }
}
