import Starlark
import YAMLTree

/// Asks every validation of final data values, and lists what does not hold.
final class ValidationRun {
    private let interpreter: Interpreter
    private var report = ""
    private var root: YAMLValue = .null

    init(session: RenderingSession) {
        interpreter = Interpreter(limits: session.limits)
        interpreter.printLine = { [session] line in session.warn(line.text) }
    }

    /// - Returns: what is wrong, empty when nothing is.
    func validate(_ document: Document) throws -> String {
        try Self.noteAssertions(document)
        root = document.value
        try validate(document, parent: .null, path: "")
        return report
    }

    /// Adds what `@assert/validate` demands to what the schema demands.
    static func noteAssertions(_ node: Node) throws {
        if let annotation = node.annotation(.assertValidate) {
            do {
                let added = try NodeValidation(annotation)
                node.validations = (node.validations ?? []) + [added]
            } catch {
                throw TemplateFailure(
                    "Invalid @assert/validate annotation - \(TemplateFailure.text(error))")
            }
        }
        for child in node.children { try noteAssertions(child) }
    }

    private func validate(_ node: Node, parent: YAMLValue, path: String) throws {
        if let validations = node.validations, let holder = node as? HoldingNode {
            for validation in validations {
                try ask(validation, of: holder, parent: parent, path: path)
            }
        }
        switch node {
        case let holder as HoldingNode:
            if let child = holder.value.node {
                try validate(child, parent: holder.value, path: path)
            }
        case let map as MapNode:
            for item in map.items {
                let key = item.key.keyText
                try validate(
                    item, parent: .map(map), path: path.isEmpty ? key : "\(path).\(key)")
            }
        case let array as ArrayNode:
            for (index, item) in array.items.enumerated() {
                try validate(item, parent: .array(array), path: "\(path)[\(index)]")
            }
        default: break
        }
    }

    private func ask(
        _ validation: NodeValidation, of node: HoldingNode, parent: YAMLValue, path: String
    ) throws {
        let path = path.isEmpty ? "(document)" : path
        let value = Conversion.value(node.value)
        if value.isNone, validation.allowsNull { return }
        if let when = validation.when {
            guard try holds(when, value, parent, path) else { return }
        }
        var violations = ""
        for rule in validation.rules {
            guard let found = violation(of: rule, value) else { continue }
            violations += "    - must be: \(rule.message) (by: \(validation.position.compact))\n"
            if !found.isEmpty { violations += "      found: \(found)\n" }
            if rule.isCritical { break }
        }
        if !violations.isEmpty {
            report += "  \(path)\n    from: \(node.position.compact)\n\(violations)\n"
        }
    }

    /// What the rule found wrong, nil when it holds; empty when it did not say.
    private func violation(of rule: NodeValidation.Rule, _ value: Value) -> String? {
        do {
            let answer = try interpreter.call(rule.assertion, [value])
            if case .none = answer { return nil }
            return answer.truth ? nil : ""
        } catch {
            var text = TemplateFailure.text(error)
            for prefix in ["fail: ", "check: "] where text.hasPrefix(prefix) {
                text.removeFirst(prefix.count)
            }
            return text
        }
    }

    private func holds(
        _ when: Value, _ value: Value, _ parent: YAMLValue, _ path: String
    ) throws -> Bool {
        var arguments = [value]
        if case .function(let function) = when {
            let count = function.parameterNames.count
            switch count {
            case 1: break
            case 2:
                let context = Structure([
                    ("parent", Conversion.value(parent)), ("root", Conversion.value(root)),
                ])
                arguments.append(.object(context))
            default:
                throw TemplateFailure(
                    "Validating \(path): Failed to evaluate when=: "
                        + "function must accept 1 or 2 arguments (\(count) given)")
            }
        }
        let answer: Value
        do {
            answer = try interpreter.call(when, arguments)
        } catch {
            throw TemplateFailure("Validating \(path): Failure evaluating when=", error)
        }
        guard case .bool(let holds) = answer else {
            throw TemplateFailure(
                "Validating \(path): want when= to be bool, got \(answer.typeName)")
        }
        return holds
    }
}
