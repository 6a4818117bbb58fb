/// A part of a source text with names of its own: a file, a function or a comprehension.
final class Block {
    struct Use {
        let name: NameUse
        let block: Block
    }

    let parent: Block?
    /// Nil for files and comprehensions.
    let function: FunctionDefinition?
    var bindings: [ByteString: Binding] = [:]
    var children: [Block] = []
    /// Uses of names whose meaning only the whole function, or the whole file, tells.
    var uses: [Use] = []

    init(parent: Block?, function: FunctionDefinition? = nil) {
        self.parent = parent
        self.function = function
    }

    /// The function or file that holds this block's variables.
    var container: Block {
        var block = self
        while block.function == nil, let parent = block.parent { block = parent }
        return block
    }

    var isFile: Bool { parent == nil }

    /// Blocks know those around and those inside them: without this none would ever be freed.
    func release() {
        for child in children { child.release() }
        children = []
        uses = []
    }

    /// Settles the uses of this container's own variables and keeps the others.
    func resolveLocalUses() {
        uses.removeAll { use in
            guard let binding = Self.findLocal(use) else { return false }
            use.name.binding = binding
            return true
        }
    }

    private static func findLocal(_ use: Use) -> Binding? {
        var block: Block? = use.block
        while let current = block {
            if let binding = current.bindings[use.name.symbol] {
                return binding.scope == .local || binding.scope == .cell ? binding : nil
            }
            if current.function != nil { return nil }
            block = current.parent
        }
        return nil
    }
}
