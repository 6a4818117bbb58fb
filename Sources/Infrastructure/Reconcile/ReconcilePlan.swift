/// Everything that has to change so that configuration and state describe the new server.
package struct ReconcilePlan: Sendable {
    /// A file that changes; nil bytes for one that is not there before.
    package struct FileChange: Hashable, Sendable {
        package let name: String
        package let before: [UInt8]?
        package let after: [UInt8]
    }

    /// A step that a person has to do, because the edit would not be certain.
    package struct HandStep: Hashable, Sendable, Codable {
        package let file: String
        package let line: Int
        package let reason: String
        /// What to write.
        package let write: String
    }

    /// Written first: what the source's block is to say, while the target's is still there.
    package var first: [FileChange] = []
    /// Written then: the same files and others, with the target's block gone.
    package var then: [FileChange] = []
    package var commands: [StateCommand] = []
    package var byHand: [HandStep] = []
    package var notes: [String] = []
    /// Which objects go where, the servers first.
    package var pairs: [Relocation.Pair] = []
    /// Addresses that the state lets go of.
    package var released: [String] = []
    /// Addresses that must come out of the plan in place.
    package var kept: Set<String> = []
    /// The files change together or not at all: a mixture could not be told from what it was.
    package var isExchange = false

    /// The files as they are in the end, by name.
    package var files: [FileChange] {
        var result: [String: FileChange] = [:]
        for change in first + then {
            let before = result[change.name].map(\.before) ?? change.before
            result[change.name] = FileChange(
                name: change.name, before: before, after: change.after)
        }
        return result.values.filter { $0.before != $0.after }.sorted { $0.name < $1.name }
    }

    package var isNothing: Bool { files.isEmpty && commands.isEmpty && byHand.isEmpty }
}
