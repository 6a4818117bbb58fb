import Foundation

/// What depends on what in a state: whole resources, without their instances' keys.
struct StateRelations {
    struct Resource: Hashable {
        let address: String
        let type: String
        let name: String
        var dependencies: Set<String> = []
    }

    private(set) var resources: [String: Resource] = [:]

    init(_ state: StateFile?) {
        guard let state, let root = try? JSONValue(parsing: state.bytes) else { return }
        for entry in root["resources"]?.array ?? [] {
            guard entry["mode"]?.string == "managed", let type = entry["type"]?.string,
                let name = entry["name"]?.string
            else { continue }
            let module = entry["module"]?.string.map { $0 + "." } ?? ""
            let address = Self.plain("\(module)\(type).\(name)")
            var resource = resources[address] ?? Resource(address: address, type: type, name: name)
            for instance in entry["instances"]?.array ?? [] {
                let names = (instance["dependencies"]?.array ?? []).compactMap(\.string)
                resource.dependencies.formUnion(names)
            }
            resources[address] = resource
        }
    }

    /// Whether an object stands at an address, below it, or under it with a key.
    func contains(_ address: String) -> Bool {
        let plain = Self.plain(address)
        return resources.keys.contains { Self.isAt($0, plain) }
    }

    /// An address of a resource or a module without the keys in brackets.
    static func plain(_ address: String) -> String {
        var result = ""
        var isKey = false
        var isQuoted = false
        var previous: Character?
        for character in address {
            if character == "\"", isKey, previous != "\\" { isQuoted.toggle() }
            if character == "[", !isQuoted { isKey = true }
            if !isKey { result.append(character) }
            if character == "]", !isQuoted { isKey = false }
            previous = character
        }
        return result
    }

    /// The last name of an address: `main` of `a_server.main[0]`.
    static func name(_ address: String) -> String {
        plain(address).split(separator: ".").last.map(String.init) ?? address
    }

    static func isAt(_ address: String, _ place: String) -> Bool {
        address == place || address.hasPrefix("\(place).") || address.hasPrefix("\(place)[")
    }

    // MARK: What goes together

    /// What else takes the place of what: resources around the target and around the source that
    /// are of the same type, and whose names differ as the servers' names do or are the only ones.
    ///
    /// - Returns: pairs, and what stands around one of the two and has no counterpart.
    func companions(
        source: String, target: String
    ) -> (pairs: [Relocation.Pair], loneTargets: [Resource], loneSources: [Resource]) {
        guard let old = resources[source], let new = resources[target] else {
            return ([], [], [])
        }
        var sources = around(source, but: around(target))
        var targets = around(target, but: around(source))
        sources.remove(new)
        targets.remove(old)
        var pairs: [Relocation.Pair] = []
        var lone: [Resource] = []
        for resource in targets.sorted(by: { $0.address < $1.address }) {
            let sameType = targets.filter { $0.type == resource.type }
            let candidates = sources.filter { $0.type == resource.type }
            let match =
                candidates.first { isNamedAlike($0, resource, old, new) }
                ?? (sameType.count == 1 && candidates.count == 1 ? candidates.first : nil)
            guard let match else {
                lone.append(resource)
                continue
            }
            sources.remove(match)
            pairs.append(.init(target: resource.address, takesPlaceOf: match.address))
        }
        return (pairs, lone, sources.sorted { $0.address < $1.address })
    }

    /// What depends on a server, and what the server alone depends on: a random text in its name,
    /// but not the network that others use too.
    private func around(_ address: String, but others: Set<Resource> = []) -> Set<Resource> {
        var found = Set(resources.values.filter { $0.dependencies.contains(address) })
        let own = Set(found.map(\.address)).union([address])
        for name in resources[address]?.dependencies ?? [] {
            guard let resource = resources[name],
                resources.values.allSatisfy({
                    !$0.dependencies.contains(name) || own.contains($0.address)
                })
            else { continue }
            found.insert(resource)
        }
        return found.subtracting(others)
    }

    private func isNamedAlike(
        _ mine: Resource, _ theirs: Resource, _ old: Resource, _ new: Resource
    ) -> Bool {
        theirs.name.replacingName(new.name, with: old.name) == mine.name
            || theirs.name == mine.name + new.name.dropping(old.name)
    }
}

extension String {
    fileprivate func replacingName(_ name: String, with other: String) -> String {
        guard let found = range(of: name) else { return self }
        return replacingCharacters(in: found, with: other)
    }

    /// What follows another name: `_new` of `main_new` after `main`.
    fileprivate func dropping(_ start: String) -> String {
        hasPrefix(start) ? String(dropFirst(start.count)) : "\u{0}"
    }
}
