import Diagnostics
package import FleetCore
import Foundation

extension FleetRun {
    /// How one repository stands after it was worked on.
    package struct Standing: Sendable {
        package var row: FleetReport.Row
        package var member: WaveStanding.Member
    }

    /// What is known about a repository before anything is done to it.
    struct Facts: Sendable {
        var view: ConsumerView
        /// There when the repository was fetched in this run.
        var look: ConsumerLook?
        var requests: [ForgeRequest]
        var machine: RequestMachine
        var content: RequestContent
        var snapshot: CentreSnapshot
        var consumer: Consumer
    }

    /// Brings one repository to what it is offered, or with `acting` false only says how it is.
    ///
    /// Failures become a row, so that one repository never stops the others.
    package func work(
        on consumer: Consumer, offered target: String?, acting: Bool, needsChecks: Bool
    ) async throws -> Standing {
        do {
            return try await tryWork(consumer, target, acting, needsChecks)
        } catch is CancellationError {
            throw CancellationError()
        } catch let killed as DeliberateStop {
            throw killed
        } catch {
            let detail = Self.sentence(error)
            let row = FleetReport.Row(
                repository: consumer.name, wave: consumer.wave, result: .failed, detail: detail)
            return Standing(
                row: row, member: .init(name: consumer.name, hasEverything: false, checks: .none))
        }
    }

    /// An error as one line of a report.
    private static func sentence(_ error: any Error) -> String {
        let problems = (error as? FleetProblems)?.diagnostics
        let all = problems ?? (error as? Diagnostic).map { [$0] }
        let text = all?.map { problem in
            [problem.message, problem.detail].compactMap { $0 }.joined(separator: ": ")
                + (problem.hint.map { " (\($0))" } ?? "")
        }.joined(separator: "; ")
        // Git says several lines, some of them empty.
        return (text ?? "\(error)").split(separator: "\n").joined(separator: " ")
    }

    private func tryWork(
        _ consumer: Consumer, _ target: String?, _ acting: Bool, _ needsChecks: Bool
    ) async throws -> Standing {
        guard let target else {
            return Standing(
                row: .init(
                    repository: consumer.name, wave: consumer.wave, result: .held,
                    detail: "its wave has not begun"),
                member: .init(name: consumer.name, hasEverything: false, checks: .none))
        }
        let repository = try await repository(consumer)
        let snapshot = try await centre.snapshot(target)
        for _ in 1...fleet.limits.attempts {
            var facts = try await facts(repository, snapshot)
            if acting, try await !act(repository, &facts) { continue }
            return try await standing(facts, acting, needsChecks)
        }
        throw Diagnostic(
            .error, .fleetOvertaken, "somebody else keeps moving the branch of \(consumer.name)",
            hint: "Run the same command again.")
    }

    // MARK: Looking

    func facts(_ repository: ConsumerRepository, _ snapshot: CentreSnapshot) async throws -> Facts {
        let consumer = consumer(repository.consumer, at: snapshot)
        let desired = try await renderer.desired(consumer, at: snapshot)
        let heads = try await heads(repository)
        let forge = forges[consumer.forge]
        let requests = try await forge.requests(in: consumer.name, from: fleet.request.branch)
        let file = folder.record(consumer.fileName)
        var look: ConsumerLook?
        let view: ConsumerView
        if let known = folder.read(ConsumerView.self, file), known.fits(heads, desired.fingerprint)
        {
            view = known
        } else {
            let fresh = try await repository.look(
                heads, desired, snapshot, merged: requests.first { $0.state == .merged }?.head)
            look = fresh
            view = fresh.view
            try folder.write(view, file)
        }
        let content = RequestContent(
            title: fleet.request.title, body: view.body, labels: fleet.request.labels,
            reviewers: fleet.request.reviewers)
        let machine = RequestMachine(
            isNeeded: view.isNeeded, change: view.change, forgeHasRequests: forge.hasRequests,
            branch: branch(view, requests), request: request(requests, content))
        return Facts(
            view: view, look: look, requests: requests, machine: machine, content: content,
            snapshot: snapshot, consumer: consumer)
    }

    /// A branch whose request was merged is done with, whatever git can tell of it.
    private func branch(
        _ view: ConsumerView, _ requests: [ForgeRequest]
    ) -> RequestMachine.Branch {
        let wasMerged = requests.first.map {
            $0.state == .merged && $0.head == view.branchCommit
        }
        return wasMerged == true ? .stale(hasForeignCommits: false) : view.branch
    }

    private func request(
        _ requests: [ForgeRequest], _ content: RequestContent
    ) -> RequestMachine.Request {
        if let open = requests.first(where: { $0.state == .open }) {
            return .open(number: open.number, isCurrent: open.says(content))
        }
        guard let newest = requests.first, newest.state == .closed else { return .none }
        return .declined(
            number: newest.number, RequestBody.change(in: newest.body, fleet: fleet.name))
    }

    // MARK: Acting

    /// Does what remains to be done.
    ///
    /// - Returns: false when somebody else moved the branch, and everything has to be looked at
    ///   again.
    private func act(_ repository: ConsumerRepository, _ facts: inout Facts) async throws -> Bool {
        while let step = facts.machine.next {
            try fault(step.name, .before)
            guard let event = try await perform(step, repository, &facts) else { return false }
            try fault(step.name, .after)
            facts.machine.apply(event)
        }
        return true
    }

    private func perform(
        _ step: RequestMachine.Step, _ repository: ConsumerRepository, _ facts: inout Facts
    ) async throws -> RequestMachine.Event? {
        let name = facts.consumer.name
        let forge = forges[facts.consumer.forge]
        switch step {
        case .push: return try await push(repository, &facts)
        case .open:
            let request = try await forge.open(
                facts.content, in: name, from: fleet.request.branch, to: facts.view.baseName)
            facts.requests.insert(request, at: 0)
            return .opened(number: request.number)
        case .update(let number):
            guard let request = facts.requests.first(where: { $0.number == number }) else {
                return nil
            }
            try await forge.update(request, to: facts.content, in: name)
            return .updated
        case .close(let number):
            if let request = facts.requests.first(where: { $0.number == number }) {
                var content = facts.content
                content.body = RequestBody.withoutChange(request.body)
                try await forge.update(request, to: content, in: name)
            }
            try await forge.close(
                number, in: name, saying: "Nothing of this is needed any more, so it is closed.")
            return .closed
        case .deleteBranch:
            guard try await repository.deleteBranch(facts.view) else { return nil }
            facts.view.branchCommit = nil
            facts.view.branch = .absent
            try folder.write(facts.view, folder.record(facts.consumer.fileName))
            return .branchDeleted
        }
    }

    private func push(
        _ repository: ConsumerRepository, _ facts: inout Facts
    ) async throws -> RequestMachine.Event? {
        var look: ConsumerLook
        if let known = facts.look {
            look = known
        } else {
            let desired = try await renderer.desired(facts.consumer, at: facts.snapshot)
            let heads = Git.RemoteHeads(
                base: facts.view.baseName, baseCommit: facts.view.baseCommit,
                branchCommit: facts.view.branchCommit)
            look = try await repository.look(
                heads, desired, facts.snapshot,
                merged: facts.requests.first { $0.state == .merged }?.head)
        }
        look.view.branch = facts.machine.branch
        guard let commit = try await repository.push(look, centre: facts.snapshot.commit) else {
            return nil
        }
        facts.look = nil
        facts.view.branchCommit = commit
        facts.view.branch = .present(
            isCurrent: true, hasForeignCommits: look.view.branch.hasForeignCommits)
        try fault("record", .before)
        try folder.write(facts.view, folder.record(facts.consumer.fileName))
        return .pushed
    }
}

/// Thrown by a test's fault in place of ending the process: nothing after it may happen.
package struct DeliberateStop: Error, Sendable {
    package init() {}
}

extension RequestMachine.Step {
    /// As faults and logs call it.
    package var name: String {
        switch self {
        case .push: "push"
        case .open: "open"
        case .update: "update"
        case .close: "close"
        case .deleteBranch: "delete-branch"
        }
    }
}
