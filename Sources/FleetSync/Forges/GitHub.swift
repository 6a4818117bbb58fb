package import FleetCore

/// GitHub's REST interface, version 2022-11-28.
///
/// https://docs.github.com/en/rest/pulls/pulls, …/issues/labels, …/checks/runs, …/commits/statuses
package struct GitHub: Forge {
    package let hasRequests = true
    private let rest: RestClient
    private let token: @Sendable () async throws -> String?

    package init(_ rest: RestClient, token: @escaping @Sendable () async throws -> String?) {
        self.rest = rest
        self.token = token
    }

    package func gitConfiguration() async throws -> [String: String] {
        try await token().map { GitHeader.basic(user: "x-access-token", password: $0) } ?? [:]
    }

    package func repositories(_ query: FleetFile.RepositoryQuery) async throws -> [String] {
        // An owner is an organization or a person; only asking tells which.
        let found = try await rest.send("GET", "/orgs/\(query.owner)", nil, accepting: [404])
        let kind = found.status == 404 ? "users" : "orgs"
        return try await rest.list("/\(kind)/\(query.owner)/repos").compactMap { item in
            guard item["archived"]?.bool != true, let name = item["full_name"]?.string else {
                return nil
            }
            let topics = item["topics"]?.array.compactMap(\.string) ?? []
            return query.matches(name, topics: topics) ? name : nil
        }
    }

    package func requests(
        in repository: String, from branch: String
    ) async throws -> [ForgeRequest] {
        let owner = repository.split(separator: "/").first ?? ""
        let head = URLText.query("\(owner):\(branch)")
        return try await rest.get(
            "/repos/\(repository)/pulls?head=\(head)&state=all&sort=created&direction=desc"
                + "&per_page=30"
        ).array.compactMap(Self.request)
    }

    private static func request(_ item: JSON) -> ForgeRequest? {
        guard let number = item["number"]?.int else { return nil }
        let isOpen = item["state"]?.string == "open"
        let wasMerged = item["merged_at"].map { !$0.isNull } ?? false
        return ForgeRequest(
            number: number, state: isOpen ? .open : wasMerged ? .merged : .closed,
            url: item["html_url"]?.string ?? "", title: item["title"]?.string ?? "",
            body: item["body"]?.string ?? "",
            labels: item["labels"]?.array.compactMap { $0["name"]?.string } ?? [],
            reviewers: item["requested_reviewers"]?.array.compactMap { $0["login"]?.string } ?? [],
            head: item["head"]?["sha"]?.string ?? "")
    }

    package func open(
        _ content: RequestContent, in repository: String, from branch: String, to base: String
    ) async throws -> ForgeRequest {
        let (status, body) = try await rest.send(
            "POST", "/repos/\(repository)/pulls",
            [
                "title": .string(content.title), "body": .string(content.body),
                "head": .string(branch), "base": .string(base),
            ], accepting: [422]
        ) { try await made(content, in: repository, from: branch) != nil }
        let isNew = status != 422 && status != RestClient.isMade
        var request = isNew ? Self.request(body) : nil
        if request == nil {
            // It exists already: an answer that never reached us, or somebody was faster.
            request = try await made(content, in: repository, from: branch)
        }
        guard let request else { throw Refusal.open(repository, body["message"]?.string) }
        try await addPeopleAndLabels(request, content, in: repository)
        return request
    }

    private func addPeopleAndLabels(
        _ request: ForgeRequest, _ content: RequestContent, in repository: String
    ) async throws {
        let missing = content.labels.filter { !request.labels.contains($0) }
        for label in missing {
            // 422: it is there already.
            try await rest.send(
                "POST", "/repos/\(repository)/labels",
                ["name": .string(label), "color": "ededed"], accepting: [422])
        }
        if !missing.isEmpty {
            try await rest.send(
                "POST", "/repos/\(repository)/issues/\(request.number)/labels",
                ["labels": .array(missing.map { .string($0) })])
        }
        let reviewers = content.reviewers.filter { !request.reviewers.contains($0) }
        guard !reviewers.isEmpty else { return }
        let people = reviewers.filter { !$0.contains("/") }
        let teams = reviewers.compactMap { $0.contains("/") ? $0.split(separator: "/").last : nil }
        // 422: one of them cannot review; the request stands all the same.
        try await rest.send(
            "POST", "/repos/\(repository)/pulls/\(request.number)/requested_reviewers",
            [
                "reviewers": .array(people.map { .string($0) }),
                "team_reviewers": .array(teams.map { .string(String($0)) }),
            ], accepting: [422])
    }

    package func update(
        _ request: ForgeRequest, to content: RequestContent, in repository: String
    ) async throws {
        try await rest.send(
            "PATCH", "/repos/\(repository)/pulls/\(request.number)",
            ["title": .string(content.title), "body": .string(content.body)])
        // Reviewers are asked once; whoever reviewed is no longer listed, and is not asked again.
        var content = content
        content.reviewers = []
        try await addPeopleAndLabels(request, content, in: repository)
    }

    package func close(_ number: Int, in repository: String, saying: String) async throws {
        try await rest.send(
            "POST", "/repos/\(repository)/issues/\(number)/comments", ["body": .string(saying)])
        try await rest.send("PATCH", "/repos/\(repository)/pulls/\(number)", ["state": "closed"])
    }

    package func checks(of commit: String, in repository: String) async throws -> CheckState {
        let runs = try await rest.get(
            "/repos/\(repository)/commits/\(commit)/check-runs?per_page=100")
        let statuses = try await rest.get("/repos/\(repository)/commits/\(commit)/status")
        var states = (runs["check_runs"]?.array ?? []).map(Self.state(ofRun:))
        // Without statuses the combined state says "pending" for ever.
        if !(statuses["statuses"]?.array ?? []).isEmpty {
            switch statuses["state"]?.string {
            case "success": states.append(.passed)
            case "failure", "error": states.append(.failed)
            default: states.append(.pending)
            }
        }
        return CheckState(states)
    }

    private static func state(ofRun run: JSON) -> CheckState {
        guard run["status"]?.string == "completed" else { return .pending }
        switch run["conclusion"]?.string {
        case "success", "neutral", "skipped": return .passed
        default: return .failed
        }
    }
}
