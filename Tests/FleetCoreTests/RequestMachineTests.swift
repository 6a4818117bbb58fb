import Testing

@testable import FleetCore

/// Goal: one request for each change, no commit of a person lost, nothing where nothing changes.
/// Method: every combination of facts, and a run that is ended and begun anew after each step.
@Suite struct RequestMachineTests {
    static let change = Fingerprint(["a change"])
    static let branches: [RequestMachine.Branch] = [
        .absent, .stale(hasForeignCommits: false), .stale(hasForeignCommits: true),
        .present(isCurrent: false, hasForeignCommits: false),
        .present(isCurrent: false, hasForeignCommits: true),
        .present(isCurrent: true, hasForeignCommits: false),
        .present(isCurrent: true, hasForeignCommits: true),
    ]
    static let requests: [RequestMachine.Request] = [
        .none, .open(number: 3, isCurrent: false), .open(number: 3, isCurrent: true),
        .declined(number: 2, change), .declined(number: 2, Fingerprint(["another"])),
        .declined(number: 2, nil),
    ]

    private func machine(
        _ isNeeded: Bool, _ branch: RequestMachine.Branch, _ request: RequestMachine.Request,
        forge: Bool = true
    ) -> RequestMachine {
        RequestMachine(
            isNeeded: isNeeded, change: Self.change, forgeHasRequests: forge, branch: branch,
            request: request)
    }

    private func event(_ step: RequestMachine.Step) -> RequestMachine.Event {
        switch step {
        case .push: .pushed
        case .open: .opened(number: 9)
        case .update: .updated
        case .close: .closed
        case .deleteBranch: .branchDeleted
        }
    }

    private func steps(_ machine: RequestMachine) -> [RequestMachine.Step] {
        var machine = machine
        var steps: [RequestMachine.Step] = []
        while let step = machine.next, steps.count < 10 {
            steps.append(step)
            machine.apply(event(step))
        }
        return steps
    }

    @Test("each story takes the steps a person would take")
    func stories() {
        let current = RequestMachine.Branch.present(isCurrent: true, hasForeignCommits: false)
        let old = RequestMachine.Branch.present(isCurrent: false, hasForeignCommits: true)
        #expect(steps(machine(true, .absent, .none)) == [.push, .open])
        #expect(steps(machine(true, .absent, .none, forge: false)) == [.push])
        #expect(
            steps(machine(true, old, .open(number: 3, isCurrent: false))) == [.push, .update(3)])
        #expect(steps(machine(true, current, .open(number: 3, isCurrent: true))) == [])
        #expect(steps(machine(true, current, .none)) == [.open], "killed before it was opened")
        #expect(steps(machine(true, current, .declined(number: 2, Self.change))) == [])
        #expect(steps(machine(true, .absent, .declined(number: 2, nil))) == [.push, .open])
        #expect(steps(machine(false, .absent, .none)) == [])
        #expect(
            steps(machine(false, current, .open(number: 3, isCurrent: true)))
                == [.close(3), .deleteBranch])
        #expect(steps(machine(false, old, .open(number: 3, isCurrent: true))) == [])
    }

    @Test("from every state the machine ends, opens at most one request, and none beside another")
    func always() {
        var endings: Set<String> = []
        for isNeeded in [true, false] {
            for forge in [true, false] {
                for branch in Self.branches {
                    for request in Self.requests {
                        var machine = machine(isNeeded, branch, request, forge: forge)
                        var opened = 0
                        var count = 0
                        while let step = machine.next {
                            count += 1
                            if step == .open {
                                opened += 1
                                if case .open = machine.request { Issue.record("a second one") }
                            }
                            if step == .deleteBranch { #expect(!machine.branch.hasForeignCommits) }
                            machine.apply(event(step))
                            if count > 4 { break }
                        }
                        #expect(count <= 4)
                        #expect(opened <= 1)
                        endings.insert("\(machine.ending)")
                    }
                }
            }
        }
        #expect(endings.count == 5, "every ending was visited: \(endings)")
    }

    @Test("a run that ends after any step goes on with the next one")
    func resumes() {
        for branch in Self.branches {
            for request in Self.requests {
                var running = machine(true, branch, request)
                while let step = running.next {
                    running.apply(event(step))
                    let anew = machine(true, running.branch, running.request)
                    #expect(anew.next == running.next)
                }
            }
        }
    }

    @Test("a request says what changed, keeps its length, and its change is read back")
    func bodies() {
        var desired = DesiredFiles()
        for index in 0..<200 {
            desired.add(
                "ci/file\(index)", .init(version: FileVersion("\(index)"), feature: "f", source: "")
            )
        }
        let change = ConsumerChange(
            fleet: "x", centre: "c", lock: nil, desired: desired, there: [:])
        let body = RequestBody(
            fleet: "x", centreURL: "https://forge.example/c",
            changes: [.init(commit: "0123456789abcdef", subject: "Faster checks")], change: change
        ).text
        #expect(
            body.contains(
                "[0123456789](https://forge.example/c/commit/0123456789abcdef) Faster checks"))
        #expect(body.contains("and 140 more"))
        #expect(RequestBody.change(in: body, fleet: "x") == change.fingerprint)
        #expect(RequestBody.change(in: body, fleet: "y") == nil)
        #expect(RequestBody.change(in: "by hand", fleet: "x") == nil)
    }

    @Test("our own commits are told from people's")
    func commits() {
        let ours = FleetCommit.message(title: "Update", fleet: "x", centre: "abc")
        #expect(FleetCommit.isOurs(ours, fleet: "x"))
        #expect(!FleetCommit.isOurs("Fix by hand\n", fleet: "x"))
    }
}
