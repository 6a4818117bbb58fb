import Starlark
import YAMLTree

/// One evaluation of a template: the contexts under way and the functions its program calls.
final class TemplateRun {
    private let template: CompiledTemplate
    private let allowsOverrides: Bool
    private var contexts: [any EvaluationContext] = []
    private(set) var rootContext: (any EvaluationContext)?
    /// Told of every node that was started or given a value.
    var watch: ((Node, Interpreter) -> Void)?

    init(_ template: CompiledTemplate, allowsOverrides: Bool) {
        self.template = template
        self.allowsOverrides = allowsOverrides
    }

    /// - Returns: the program's globals; what it built is in `rootContext`.
    func evaluate(_ interpreter: Interpreter) throws -> [String: Value] {
        let predeclared = self.predeclared
        let program = try template.program(predeclared: predeclared)
        let globals = try interpreter.run(program, predeclared: predeclared)
        for value in globals.values { value.freeze() }
        return globals.filter { !$0.key.hasPrefix("_") }
    }

    func replaceNode(with value: Value) throws {
        guard let context = contexts.last else { throw Failure("unsupported operation") }
        try context.replace(with: value)
    }

    /// How many contexts are under way.
    var depth: Int { contexts.count }

    /// Forgets contexts that a failure left behind.
    func truncate(to depth: Int) {
        if contexts.count > depth { contexts.removeLast(contexts.count - depth) }
    }

    private var predeclared: [String: Value] {
        let names = template.instructions
        return [
            names.setContextType: instruction(names.setContextType) { _, _ in .none },
            names.startContext: instruction(names.startContext, takes: 1) { run, arguments in
                run.startContext(arguments[0])
                return .none
            },
            names.endContext: instruction(names.endContext) { run, arguments in
                run.endContext(arguments.positionalCount > 0 ? arguments[0] : nil)
            },
            names.collectNodeAnnotation: instruction(names.collectNodeAnnotation) { _, arguments in
                .object(CollectedArguments(arguments))
            },
            names.startNodeAnnotation: instruction(names.startNodeAnnotation, takes: 3) {
                run, arguments in
                try run.annotate(arguments)
            },
            names.startNode: instruction(names.startNode, takes: 1) { run, arguments in
                try run.context.startNode(run.tag(arguments))
                return .none
            },
            names.setNode: instruction(names.setNode, takes: 1) { run, arguments in
                let value = arguments.positionalCount > 1 ? arguments[1] : nil
                try run.context.setNode(run.tag(arguments), to: value)
                return .none
            },
            names.setMapItemKey: instruction(names.setMapItemKey, takes: 2) { run, arguments in
                try run.context.setMapItemKey(run.tag(arguments), to: arguments[1])
                return .none
            },
        ]
    }

    private func instruction(
        _ name: String, takes count: Int = 0,
        _ body: @escaping (TemplateRun, Arguments) throws -> Value
    ) -> Value {
        // The run lives as long as functions of its program can still be called.
        let touchesNode =
            name == template.instructions.startNode || name == template.instructions.setNode
        return .builtin(name) { [self] interpreter, arguments in
            do {
                guard arguments.positionalCount >= count else {
                    throw Failure(
                        "expected \(count) arguments, but got \(arguments.positionalCount)")
                }
                let answer = try body(self, arguments)
                if touchesNode, let watch, let node = contexts.last?.openNode {
                    watch(node, interpreter)
                }
                return answer
            } catch {
                throw Failure("\(name): \(TemplateFailure.text(error))")
            }
        }
    }

    /// Code in a comment can close a call that was written around it, and make calls of its own.
    private func tag(_ arguments: Arguments) throws -> Int {
        guard case .int(let tag) = arguments[0], template.nodes.contains(tag) else {
            throw Failure("expected a node of the template")
        }
        return tag
    }

    private var context: any EvaluationContext {
        get throws {
            guard let context = contexts.last else {
                throw Failure("(p) runtime error: index out of range [-1]")
            }
            return context
        }
    }

    private func startContext(_ kind: Value) {
        let context: any EvaluationContext
        if kind.text == ContextKind.text.rawValue {
            context = TextContext(nodes: template.nodes)
        } else {
            context = YAMLContext(nodes: template.nodes, allowsOverrides: allowsOverrides)
        }
        contexts.append(context)
        if rootContext == nil { rootContext = context }
    }

    private func endContext(_ value: Value?) -> Value {
        let result = value ?? contexts.last?.result() ?? .none
        _ = contexts.popLast()
        return result
    }

    private func annotate(_ arguments: Arguments) throws -> Value {
        guard case .object(let object) = arguments[2], let collected = object as? CollectedArguments
        else { throw Failure("expected collected arguments") }
        try context.annotate(
            tag(arguments), AnnotationName(arguments[1].text ?? ""),
            NodeAnnotation(arguments: collected.positional, named: collected.named))
        return .none
    }
}

/// The arguments of an annotation, on their way from one instruction to the next.
private final class CollectedArguments: HostObject {
    let positional: [Value]
    let named: [(name: String, value: Value)]

    init(_ arguments: Arguments) {
        positional = arguments.positional
        named = arguments.named.map { ($0.name.text, $0.value) }
    }
}
