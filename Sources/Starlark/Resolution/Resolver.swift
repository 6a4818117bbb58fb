/// Finds out what every name in a source text stands for, and what else is wrong before it runs.
///
/// Whether a name is local is known only at the end of its function, and whether it is global only
/// at the end of the file; so uses are noted on the way and settled there. At the top level itself
/// a use is settled at once: there a name means what it meant so far.
final class Resolver {
    private let file = Block(parent: nil)
    // None of these is lent to other code; asking the runtime at every access would take longer
    // than the access.
    @exclusivity(unchecked) private var block: Block
    @exclusivity(unchecked) private var globals: [ByteString: Binding] = [:]
    @exclusivity(unchecked) private var predeclared: [ByteString: Binding] = [:]
    private var isPredeclared: (String) -> Bool
    private var loopDepth = 0
    private(set) var moduleLocals: [Binding] = []
    private(set) var moduleGlobals: [Binding] = []
    private(set) var errors: [SourceError] = []

    init(isPredeclared: @escaping (String) -> Bool) {
        self.isPredeclared = isPredeclared
        block = file
    }

    func resolve(_ tree: SyntaxTree) {
        resolve(tree.statements)
        file.resolveLocalUses()
        resolveOuterUses(file)
        file.release()
    }

    /// What tells predeclared names belongs to the caller and must not outlive the call.
    func forgetPredicate() { isPredeclared = { _ in false } }

    func report(_ message: String, at position: Position) {
        errors.append(SourceError(message, at: position))
    }

    var isInFunction: Bool { block.container.function != nil }

    var isInLoop: Bool { loopDepth > 0 }

    func within(_ inner: Block, _ body: () -> Void) {
        block.children.append(inner)
        let outer = block
        block = inner
        body()
        block = outer
    }

    func withinComprehension(_ body: () -> Void) { within(Block(parent: block), body) }

    func withinFunction(_ function: FunctionDefinition, _ body: () -> Void) {
        let inner = Block(parent: block, function: function)
        within(inner) {
            body()
            inner.resolveLocalUses()
        }
    }

    func withinLoop(_ body: () -> Void) {
        loopDepth += 1
        body()
        loopDepth -= 1
    }

    // MARK: Names

    /// Makes a name a variable of the current block; true when it was one already.
    @discardableResult
    func bind(_ name: NameUse) -> Bool {
        if !block.isFile { return bindLocal(name) }
        let known = file.bindings[name.symbol] ?? globals[name.symbol]
        name.binding = known ?? makeGlobal(name.symbol)
        return known != nil
    }

    private func makeGlobal(_ name: ByteString) -> Binding {
        let binding = Binding(name, .global, index: moduleGlobals.count)
        globals[name] = binding
        moduleGlobals.append(binding)
        return binding
    }

    @discardableResult
    func bindLocal(_ name: NameUse) -> Bool {
        let isKnown = block.bindings[name.symbol] != nil
        if !isKnown { block.bindings[name.symbol] = makeLocal(name.symbol) }
        use(name)
        return isKnown
    }

    private func makeLocal(_ name: ByteString) -> Binding {
        if let function = block.container.function {
            let binding = Binding(name, .local, index: function.scope.locals.count)
            function.scope.locals.append(binding)
            return binding
        }
        let binding = Binding(name, .local, index: moduleLocals.count)
        moduleLocals.append(binding)
        return binding
    }

    func use(_ name: NameUse) {
        let use = Block.Use(name: name, block: block)
        if block.isFile {
            name.binding = topLevelBinding(use)
        } else {
            block.container.uses.append(use)
        }
    }

    private func topLevelBinding(_ use: Block.Use) -> Binding {
        let name = use.name.symbol
        if let known = file.bindings[name] ?? globals[name] ?? predeclared[name] { return known }
        if isPredeclared(use.name.name) { return remember(Binding(name, .predeclared)) }
        if Universe.contains(use.name.name) { return remember(Binding(name, .universal)) }
        let hint = nearest(to: use).map { " (did you mean \($0)?)" } ?? ""
        report("undefined: \(name.text)\(hint)", at: use.name.position)
        return Binding(name, .undefined)
    }

    private func remember(_ binding: Binding) -> Binding {
        predeclared[binding.symbol] = binding
        return binding
    }

    private func nearest(to use: Block.Use) -> String? {
        var names = moduleGlobals.map(\.name)
        var block: Block? = use.block
        while let current = block {
            names += current.bindings.keys.map(\.text)
            block = current.parent
        }
        return Spelling.nearest(to: use.name.name, among: names.sorted())
    }

    // MARK: Closures

    private func resolveOuterUses(_ block: Block) {
        for child in block.children { resolveOuterUses(child) }
        for use in block.uses { use.name.binding = lexicalBinding(use, in: use.block) }
    }

    private func lexicalBinding(_ use: Block.Use, in block: Block) -> Binding {
        guard let parent = block.parent else { return topLevelBinding(use) }
        if let known = block.bindings[use.name.symbol] { return known }
        var binding = lexicalBinding(use, in: parent)
        if let function = block.function { binding = capture(binding, by: function) }
        // So that each function captures a variable once.
        block.bindings[use.name.symbol] = binding
        return binding
    }

    /// A variable of an enclosing function becomes a cell that the inner one takes along.
    private func capture(_ binding: Binding, by function: FunctionDefinition) -> Binding {
        switch binding.scope {
        case .local: binding.scope = .cell
        case .cell, .free: break
        default: return binding
        }
        function.scope.captured.append(binding)
        return Binding(binding.symbol, .free, index: function.scope.captured.count - 1)
    }
}
