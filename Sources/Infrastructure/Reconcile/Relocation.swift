/// What became of a move, as far as infrastructure as code has to know: which address was the
/// source, which is the target, and what else goes with them.
package struct Relocation: Hashable, Sendable {
    /// An address whose object takes the place of another's.
    package struct Pair: Hashable, Sendable {
        package let target: String
        package let source: String

        package init(target: String, takesPlaceOf source: String) {
            self.target = target
            self.source = source
        }
    }

    package struct Import: Hashable, Sendable {
        package let address: String
        package let id: String

        package init(_ address: String, id: String) {
            self.address = address
            self.id = id
        }
    }

    package enum OldServer: Hashable, Sendable {
        /// Nothing in the state looks after it any more; it goes on existing.
        case released
        /// It stays under an address that was free before.
        case kept(at: String)
        /// It gets the target's address.
        case swapped
    }

    /// The migration's name: 1 to 30 of a-z, 0-9 and _.
    package var name: String
    /// A resource or a module: `google_sql_database_instance.main`, `module.pg`.
    package var source: String
    package var target: String
    /// Where the new server stands in the end; nil for the source's address.
    package var address: String?
    package var oldServer = OldServer.released
    /// What goes with the servers and could not be found by dependencies.
    package var also: [Pair] = []
    /// What the state knows of the old server only, and the new server has under another id.
    package var imports: [Import] = []
    /// What may become of an address all the same: restart, replacement, destruction.
    package var allowed: [String: Set<Verdict>] = [:]
    /// With ``OldServer/swapped``: both blocks say already what they are to say.
    package var swapIsWritten = false
    /// Which blocks the pipeline takes: some take no `removed` with `lifecycle`.
    package var acceptedBlocks: Set<MoveBlock>?

    /// - Parameters:
    ///   - source: resource or module; two resources at the same place in two modules mean that the
    ///     modules change places, with all that belongs to the servers.
    package init(name: String, source: String, target: String) {
        self.name = name
        (self.source, self.target) = Self.lifted(source, target)
    }

    private static func lifted(_ source: String, _ target: String) -> (String, String) {
        guard let old = ResourceAddress(source), let new = ResourceAddress(target),
            let oldModule = old.modules.first, let newModule = new.modules.first,
            oldModule != newModule, old.modules.dropFirst() == new.modules.dropFirst(),
            old.type == new.type, old.name == new.name, old.key == new.key
        else { return (source, target) }
        return ("module.\(oldModule)", "module.\(newModule)")
    }
}

/// Blocks that tell the program where an object went.
package enum MoveBlock: String, Hashable, Sendable, CaseIterable {
    case moved, removed, `import`
    /// `removed` with a block `lifecycle` in it.
    case removedWithLifecycle = "removed-with-lifecycle"
}

/// A resource or module as it is declared at the top of a folder.
struct Declaration: Hashable, Sendable {
    let blockType: String
    let labels: [String]
    /// Whether the address names one of several instances.
    let hasKey: Bool

    /// - Returns: nil for what is declared inside of a module.
    init?(_ address: String) {
        if let resource = ResourceAddress(address) {
            guard resource.modules.isEmpty, !resource.isData else { return nil }
            blockType = "resource"
            labels = [resource.type, resource.name]
            hasKey = resource.key != nil
            return
        }
        // A module's address has the shape of a resource's of the type `module`.
        guard address.hasPrefix("module."),
            let module = ResourceAddress("x." + address.dropFirst(7)), module.modules.isEmpty
        else { return nil }
        blockType = "module"
        labels = [module.name]
        hasKey = module.key != nil
    }

    /// How expressions name it.
    var names: [String] { blockType == "module" ? ["module"] + labels : labels }
    var title: String { ([blockType] + labels.map { "\"\($0)\"" }).joined(separator: " ") }
}
