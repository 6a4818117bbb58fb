import Yams

/// How configuration and state get to describe the new server; see docs/infrastructure.md.
package struct ReconcileEntry: Hashable, Sendable {
    /// An object that takes the place of another, beside the servers themselves.
    package struct Pair: Hashable, Sendable {
        package let target: String
        package let source: String
    }

    package struct Import: Hashable, Sendable {
        package let address: String
        package let id: String
    }

    /// A setting by the names of the blocks and objects on the way to it.
    package struct Setting: Hashable, Sendable {
        package let path: [String]
        /// As written: `17`, `true`, `POSTGRES_17`.
        package let value: String
        /// Whether it was written between quotes, and is a text whatever it looks like.
        package let isQuoted: Bool
    }

    /// Where the new server stands in the end; nil for the source's address.
    package var address: String?
    /// `released`, `swapped`, or the address that the old server gets.
    package var oldServer = "released"
    /// A person has exchanged both blocks, which is not edited.
    package var isSwapWritten = false
    package var also: [Pair] = []
    package var imports: [Import] = []
    /// `moved`, `removed`, `removed-with-lifecycle`, `import`; nil when the pipeline takes all.
    package var blocks: [String]?
    /// The target's version, in the provider's words.
    package var version: String?
    package var sourceSettings: [Setting] = []
    package var targetSettings: [Setting] = []

    package init() {}
}

extension SectionReader {
    mutating func reconcileEntry() -> ReconcileEntry {
        var entry = ReconcileEntry()
        entry.address = string("address")
        entry.oldServer = string("old_server") ?? "released"
        entry.isSwapWritten = string("swap_written") == "true"
        entry.blocks = value("blocks").map { strings(of: $0, "blocks") }
        entry.also = entries("also") { section in
            guard let target = section.text("target"), let source = section.text("source") else {
                return nil
            }
            return .init(target: target, source: source)
        }
        entry.imports = entries("imports") { section in
            guard let address = section.text("address"), let id = section.text("id") else {
                return nil
            }
            return .init(address: address, id: id)
        }
        readPreparation(into: &entry)
        return entry
    }

    private mutating func readPreparation(into entry: inout ReconcileEntry) {
        guard var section = section("prepare") else { return }
        entry.version = section.string("version")
        entry.sourceSettings = section.entries("source_settings") { $0.setting() }
        entry.targetSettings = section.entries("target_settings") { $0.setting() }
        absorb(section)
    }

    private mutating func setting() -> ReconcileEntry.Setting? {
        guard let path = required("path"), let value = required("value") else { return nil }
        guard let scalar = value.scalar else {
            complain(.fileWrongType, "`value` must be a single value", at: value)
            return nil
        }
        return .init(
            path: strings(of: path, "path"), value: scalar.string, isQuoted: scalar.style != .plain)
    }

    private mutating func text(_ key: String) -> String? {
        required(key).flatMap { string(of: $0, key) }
    }

    private mutating func entries<Entry>(
        _ key: String, _ read: (inout SectionReader) -> Entry?
    ) -> [Entry] {
        guard let list = value(key) else { return [] }
        guard let nodes = list.sequence else {
            complain(.fileWrongType, "`\(key)` must be a list", at: list)
            return []
        }
        return nodes.compactMap { node in
            var section = section(key, node)
            defer { absorb(section) }
            return read(&section)
        }
    }
}
