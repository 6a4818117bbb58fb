/// A command on the state, done on a copy of it.
package enum StateCommand: Hashable, Sendable {
    /// Lets go of an object, which goes on existing.
    case remove(String)
    case move(from: String, to: String)

    /// Without the program's name.
    package var arguments: [String] {
        switch self {
        case .remove(let address): ["state", "rm", address]
        case .move(let from, let to): ["state", "mv", from, to]
        }
    }
}

/// How objects get to their new addresses when blocks cannot say it.
///
/// `moved` cannot put an object where another stands, even when that one moves away in the same
/// plan: Terraform says "Moved object still exists", because the address is still declared.
package struct StateCommands: Hashable, Sendable {
    package private(set) var commands: [StateCommand] = []

    /// - Parameters:
    ///   - pairs: which objects take whose place; only those whose target is in the state count.
    ///   - isInState: whether anything stands at or below an address.
    ///   - fate: what becomes of the objects whose place is taken.
    ///   - kept: under which address each of them goes on, by the one it had.
    package init(
        _ pairs: [Relocation.Pair], fate: Relocation.OldServer, kept: [String: String] = [:],
        isInState: (String) -> Bool
    ) {
        for pair in pairs where isInState(pair.target) {
            guard isInState(pair.source) else {
                commands.append(.move(from: pair.target, to: pair.source))
                continue
            }
            switch fate {
            case .kept where kept[pair.source] != nil:
                commands.append(.move(from: pair.source, to: kept[pair.source] ?? ""))
                commands.append(.move(from: pair.target, to: pair.source))
            case .swapped:
                let aside = Self.aside(pair.source)
                commands.append(.move(from: pair.source, to: aside))
                commands.append(.move(from: pair.target, to: pair.source))
                commands.append(.move(from: aside, to: pair.target))
            case .released, .kept:
                commands.append(.remove(pair.source))
                commands.append(.move(from: pair.target, to: pair.source))
            }
        }
    }

    package mutating func release(_ address: String) {
        commands.insert(.remove(address), at: 0)
    }

    /// A name of the same type that nobody has.
    private static func aside(_ address: String) -> String {
        let key = address.hasSuffix("]") ? address.firstIndex(of: "[") : nil
        let base = key.map { address[..<$0] } ?? address[...]
        // A key belongs to the last name only when nothing but the key follows.
        guard let key, !address[key...].contains("].") else { return "\(base)_apus_aside" }
        return "\(base)_apus_aside\(address[key...])"
    }
}
