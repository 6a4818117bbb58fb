import MigrationCore
import Testing

/// Goal: preflight asks for no right that the fence does not need, and misses nobody whom it locks out.
/// Method: the same role, before databases that let in everybody, or only those named.
@Suite("Preflight: whom the fence takes LOGIN from")
struct FencedRolesTests {
    @Test("whoever may not connect to what moves may be out of our reach")
    func outside() {
        for check in ["role.fence", "role.terminate"] {
            #expect(severity(of: check, closed("app")) == .ok)
            #expect(severity(of: check, closed("app", "auditor")) == .blocker)
            #expect(severity(of: check, .healthy) == .blocker)
        }
    }

    @Test("on the target whom its own database of that name lets in counts, too")
    func outsideOfTheTarget() {
        var facts = closed("app")
        facts.servers.target.roles = .known([outOfReach])
        #expect(severity(of: "role.fence", facts) == .blocker)
        facts.servers.target.databases = .known([])
        #expect(severity(of: "role.fence", facts) == .ok)
    }

    @Test("a role of the target alone loses LOGIN there when the database is open to all")
    func openToAll() {
        var facts = PreflightFacts.healthy
        facts.servers.target.databases = .known([])
        facts.plant(
            session: SessionFacts(pid: 4, database: "orders", role: "clerk"), on: .target)
        #expect(severity(of: "role.other-databases", facts, plant: nil) == .blocker)
        facts.servers.source.databases = .known([
            DatabaseEntry(name: "app", openTo: ["app"], isOpenToAll: false)
        ])
        #expect(severity(of: "role.other-databases", facts, plant: nil) == .ok)
    }

    @Test("a superuser keeps LOGIN where we are none")
    func superuser() {
        var facts = PreflightFacts.healthy
        facts.plant(session: SessionFacts(pid: 4, database: "orders", role: "root"))
        let root = RoleFacts(name: "root", isSuperuser: true, canBeFenced: false)
        #expect(severity(of: "role.other-databases", facts, plant: root) == .ok)
        facts.changeOurRole(on: .source) { $0.isSuperuser = true }
        #expect(severity(of: "role.other-databases", facts, plant: root) == .blocker)
    }

    @Test("a standby's role keeps LOGIN, and one that could write a row does not")
    func standby() {
        func severity(
            _ groups: [String] = [], _ rows: [ReplicationRole]? = nil
        ) -> FindingSeverity? {
            var facts = PreflightFacts.healthy
            if let rows { facts.plant { $0.replicationRoles = .known(rows) } }
            return self.severity(
                of: "role.fence", facts,
                plant: RoleFacts(
                    name: "standby", canReplicate: true, memberOf: groups, canBeFenced: false))
        }
        let nobody = ReplicationRole(name: "public")
        #expect(severity() == .ok)
        #expect(severity(["pg_monitor"]) == .ok)
        #expect(severity(["pg_write_all_data"]) == .blocker)
        #expect(severity(["app"]) == .blocker)
        #expect(
            severity([], [nobody, ReplicationRole(name: "standby", mayWrite: true)]) == .blocker)
        #expect(severity([], [ReplicationRole(name: "public", mayWrite: true)]) == .blocker)
        #expect(severity([], []) == .blocker, "nothing is known")
    }

    private let outOfReach = RoleFacts(name: "auditor", canBeFenced: false, canBeTerminated: false)

    /// The database that moves lets in only these.
    private func closed(_ roles: String...) -> PreflightFacts {
        var facts = PreflightFacts.healthy
        facts.servers.source.databases = .known([
            DatabaseEntry(name: "app", openTo: roles, isOpenToAll: false)
        ])
        return facts
    }

    private func severity(of check: String, _ facts: PreflightFacts) -> FindingSeverity? {
        severity(of: check, facts, plant: outOfReach)
    }

    private func severity(
        of check: String, _ facts: PreflightFacts, plant role: RoleFacts?
    ) -> FindingSeverity? {
        var facts = facts
        if let role { facts.plant(role: role) }
        return PreflightReport(of: facts, for: .wallet).outcomes.first { $0.check == check }?
            .severity
    }
}
