/// What several checks ask of the same facts.
extension PreflightFacts {
    func provider(_ side: Side) -> Provider { servers[side].settings.value?.provider ?? .own }

    func ourRoleName(_ side: Side) -> String { servers[side].ourRole.value?.name ?? "" }

    /// Our role on a side, ready to stand in a statement.
    func ourRoleInSQL(_ side: Side) -> String {
        servers[side].ourRole.value?.sqlName ?? "CURRENT_USER"
    }

    /// Names of the databases that are moved; empty while they are unknown.
    var movedNames: Set<String> { Set((databases.value ?? []).map(\.name)) }

    func major(_ side: Side) -> Int { servers[side].identity.value?.version.major ?? 0 }

    /// How a right is given, in words for who runs the server.
    func grant(_ role: String, on side: Side) -> Remedy {
        .sql("GRANT \(role) TO \(ourRoleInSQL(side));", on: side)
    }
}

/// `1 table`, `3 tables`.
func counted(_ number: Int, _ one: String, _ many: String? = nil) -> String {
    "\(number) \(number == 1 ? one : many ?? one + "s")"
}
