import Starlark
import YAMLTree

/// `@overlay/match`: which nodes of the left side are meant, and how many there have to be.
struct OverlayMatch {
    private(set) var matcher: Value?
    private var expectation = MatchDefaults()

    init(_ node: Node, _ defaults: MatchDefaults, requiresArguments: Bool) throws {
        let named = node.annotation(.overlayMatch)?.named ?? []
        guard !named.isEmpty || !requiresArguments else {
            throw TemplateFailure(
                "Expected 'overlay/match' annotation to have at least one keyword argument "
                    + "(by=..., expects=...)")
        }
        for (name, value) in named {
            if name == "by" {
                matcher = value
            } else {
                try expectation.take(name, value, of: .overlayMatch)
            }
        }
        expectation.fillIn(defaults)
    }

    func documentMatcher() throws -> Value {
        guard let matcher else {
            throw TemplateFailure(
                "Expected 'overlay/match' annotation keyword argument 'by'  to be specified")
        }
        guard matcher.isCallable else { throw Self.wrongMatcher(matcher, "function") }
        return matcher
    }

    static func wrongMatcher(_ matcher: Value, _ wanted: String) -> TemplateFailure {
        TemplateFailure(
            "Expected 'overlay/match' annotation keyword argument 'by' to be \(wanted), "
                + "but was \(GoTypeName.of(matcher))")
    }

    /// - Returns: false when a `when=` says that nothing is to be done.
    func expect(
        _ matches: @autoclosure () -> [YAMLTree.Position], _ interpreter: Interpreter
    ) throws -> Bool {
        try expectation.check(matches(), interpreter)
    }
}

/// How many matches there have to be: `expects=`, `missing_ok=`, `when=`; also what
/// `@overlay/match-child-defaults` hands down.
struct MatchDefaults {
    private var expects: Value?
    private var missingOK: Value?
    private var when: Value?

    private struct WrongNumber: Error, CustomStringConvertible {
        let description: String
    }

    mutating func take(_ name: String, _ value: Value, of annotation: AnnotationName) throws {
        switch name {
        case "expects": expects = value
        case "missing_ok": missingOK = value
        case "when": when = value
        default:
            throw TemplateFailure("Unknown '\(annotation)' annotation keyword argument '\(name)'")
        }
    }

    mutating func fillIn(_ defaults: MatchDefaults) {
        expects = expects ?? defaults.expects
        missingOK = missingOK ?? defaults.missingOK
        when = when ?? defaults.when
    }

    /// What holds for the nodes below `node`.
    func below(_ node: Node) throws -> MatchDefaults {
        guard let annotation = node.annotation(.overlayMatchChildDefaults) else { return self }
        var result = MatchDefaults()
        for (name, value) in annotation.named {
            try result.take(name, value, of: .overlayMatchChildDefaults)
        }
        result.fillIn(self)
        return result
    }

    func check(_ matches: [YAMLTree.Position], _ interpreter: Interpreter) throws -> Bool {
        do {
            try checkNumber(matches, interpreter)
            return true
        } catch let error as WrongNumber {
            if when != nil { return false }
            throw TemplateFailure(error.description)
        }
    }

    private func checkNumber(_ matches: [YAMLTree.Position], _ interpreter: Interpreter) throws {
        if missingOK != nil, expects != nil { throw Self.onlyOne("missing_ok", "expects") }
        if missingOK != nil, when != nil { throw Self.onlyOne("missing_ok", "when") }
        if when != nil, expects != nil { throw Self.onlyOne("when", "expects") }
        if let missingOK {
            guard case .bool(let isOK) = missingOK else {
                throw TemplateFailure("Expected keyword argument 'missing_ok' to be a boolean")
            }
            let allowed: Value = isOK ? .list([.int(0), .int(1)]) : .int(1)
            try check(allowed, "missing_ok", matches, interpreter)
        } else if let when {
            try check(when, "when", matches, interpreter)
        } else if let expects {
            try check(expects, "expects", matches, interpreter)
        } else {
            try check(.int(1), "", matches, interpreter)
        }
    }

    private static func onlyOne(_ first: String, _ second: String) -> TemplateFailure {
        TemplateFailure(
            "Expected only one of keyword arguments ('\(first)', '\(second)') specified")
    }

    private func check(
        _ wanted: Value, _ name: String, _ matches: [YAMLTree.Position], _ interpreter: Interpreter
    ) throws {
        switch wanted {
        case .int(let number):
            if number != matches.count { throw Self.wrongNumber("\(number)", matches) }
        case .string(let text):
            guard text.text.hasSuffix("+"), let least = Int(text.text.dropLast()) else {
                throw TemplateFailure(
                    "Expected '\(text.text)' to be in format 'i+' where i is an integer")
            }
            if matches.count < least { throw Self.wrongNumber(">= \(least)", matches) }
        case .list(let list):
            var last: (any Error)?
            for element in list.elements {
                do { return try check(element, name, matches, interpreter) } catch { last = error }
            }
            if let last { throw last }
        case _ where wanted.isCallable:
            let answer = try interpreter.call(wanted, [.int(matches.count)], named: [])
            guard case .bool(let isRight) = answer else {
                throw TemplateFailure(
                    "Expected keyword argument '\(name)' to have a function that returns a boolean")
            }
            if !isRight {
                throw WrongNumber(description: "Expectation of number of matched nodes failed")
            }
        default:
            throw TemplateFailure(
                "Expected 'overlay/match' annotation keyword argument '\(name)' to be either int, "
                    + "string or function, but was \(GoTypeName.of(wanted))")
        }
    }

    private static func wrongNumber(
        _ wanted: String, _ matches: [YAMLTree.Position]
    ) -> WrongNumber {
        let lines = matches.map(\.compact).joined(separator: ", ")
        let places = matches.isEmpty ? "" : " (lines: \(lines))"
        return WrongNumber(
            description: "Expected number of matched nodes to be \(wanted), "
                + "but was \(matches.count)\(places)")
    }
}
