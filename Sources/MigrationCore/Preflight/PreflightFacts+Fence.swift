/// Whom the fence of a side keeps out, as far as preflight can know.
extension PreflightFacts {
    /// Whether the fence lets a role be: our own, and the one that the other server comes in with.
    func isSpared(_ role: String, _ side: Side, _ file: MigrationFile) -> Bool {
        role == ourRoleName(side) || role == file.servers[side].seenFromPeer["user"]
    }

    /// Whether a role would lose LOGIN: it may come in, and is no standby's.
    func isFenced(_ role: String, _ side: Side, _ file: MigrationFile) -> Bool {
        mayComeIn(role, side, file) && !isStandbys(role, side)
    }

    private func isStandbys(_ role: String, _ side: Side) -> Bool {
        guard let facts = servers[side].roles.value?.first(where: { $0.name == role }),
            facts.canReplicate, !facts.isSuperuser, let databases = databases.value
        else { return false }
        return isStandbyRole(
            role, groups: facts.memberOf, databases: databases.map(\.replicationRoles.value))
    }

    /// Whether a role may connect to what moves, and is not spared. On the target that is whom the source's
    /// databases will let in, and whom it lets in already. While that is unknown it is everybody.
    func mayComeIn(_ role: String, _ side: Side, _ file: MigrationFile) -> Bool {
        guard !isSpared(role, side, file), !ReservedNames.isRole(role), !isOutOfReach(role, side)
        else { return false }
        guard let entries = servers.source.databases.value, databases.value != nil else {
            return true
        }
        let there = side == .target ? servers.target.databases.value ?? [] : []
        return (entries + there).contains {
            movedNames.contains($0.name) && ($0.isOpenToAll || $0.openTo.contains(role))
        }
    }

    /// Only a superuser takes LOGIN from one.
    private func isOutOfReach(_ role: String, _ side: Side) -> Bool {
        let isSuperuser =
            servers[side].roles.value?.contains { $0.name == role && $0.isSuperuser } ?? false
        return isSuperuser && !(servers[side].ourRole.value?.isSuperuser ?? false)
    }
}
