package import FleetCore

/// The REST interface of Gitea and Forgejo, version 1.
///
/// https://docs.gitea.com/api/: repoListPullRequests, issueCreateLabel, repoGetCombinedStatusByRef
package struct Gitea: Forge {
    package let hasRequests = true
    private let rest: RestClient
    private let token: @Sendable () async throws -> String?

    package init(_ rest: RestClient, token: @escaping @Sendable () async throws -> String?) {
        self.rest = rest
        self.token = token
    }

    package func gitConfiguration() async throws -> [String: String] {
        try await token().map { GitHeader.basic(user: "apus", password: $0) } ?? [:]
    }

    package func repositories(_ query: FleetFile.RepositoryQuery) async throws -> [String] {
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
        // The list knows no filter by branch.
        try await rest.list("/repos/\(repository)/pulls?state=all&sort=newest", mostPages: 10)
            .filter {
                $0["head"]?["ref"]?.string == branch || $0["head"]?["label"]?.string == branch
            }
            .compactMap(Self.request).sorted { $0.number > $1.number }
    }

    private static func request(_ item: JSON) -> ForgeRequest? {
        guard let number = item["number"]?.int else { return nil }
        let isOpen = item["state"]?.string == "open"
        return ForgeRequest(
            number: number,
            state: isOpen ? .open : item["merged"]?.bool == true ? .merged : .closed,
            url: item["html_url"]?.string ?? "", title: item["title"]?.string ?? "",
            body: item["body"]?.string ?? "",
            labels: item["labels"]?.array.compactMap { $0["name"]?.string } ?? [],
            reviewers: item["requested_reviewers"]?.array.compactMap { $0["login"]?.string } ?? [],
            head: item["head"]?["sha"]?.string ?? "")
    }

    package func open(
        _ content: RequestContent, in repository: String, from branch: String, to base: String
    ) async throws -> ForgeRequest {
        let labels = try await labelNumbers(content.labels, in: repository)
        let (status, answer) = try await rest.send(
            "POST", "/repos/\(repository)/pulls",
            [
                "title": .string(content.title), "body": .string(content.body),
                "head": .string(branch), "base": .string(base), "labels": .array(labels),
            ], accepting: [409]
        ) { try await made(content, in: repository, from: branch) != nil }
        var request = status == RestClient.isMade ? nil : Self.request(answer)
        if request == nil {
            // It exists already: an answer that never reached us, or somebody was faster.
            request = try await made(content, in: repository, from: branch)
        }
        guard let request else { throw Refusal.open(repository, answer["message"]?.string) }
        if !content.reviewers.isEmpty {
            try await rest.send(
                "POST", "/repos/\(repository)/pulls/\(request.number)/requested_reviewers",
                ["reviewers": .array(content.reviewers.map { .string($0) })], accepting: [422])
        }
        return request
    }

    /// Labels go by number here; those that are missing are made.
    private func labelNumbers(_ names: [String], in repository: String) async throws -> [JSON] {
        guard !names.isEmpty else { return [] }
        var known: [String: JSON] = [:]
        for label in try await rest.list("/repos/\(repository)/labels") {
            if let name = label["name"]?.string { known[name] = label["id"] }
        }
        for name in names where known[name] == nil {
            known[name] = try await rest.send(
                "POST", "/repos/\(repository)/labels",
                ["name": .string(name), "color": "#ededed"]
            ).body["id"]
        }
        return names.compactMap { known[$0] }
    }

    package func update(
        _ request: ForgeRequest, to content: RequestContent, in repository: String
    ) async throws {
        try await rest.send(
            "PATCH", "/repos/\(repository)/pulls/\(request.number)",
            ["title": .string(content.title), "body": .string(content.body)])
        let missing = content.labels.filter { !request.labels.contains($0) }
        guard !missing.isEmpty else { return }
        try await rest.send(
            "POST", "/repos/\(repository)/issues/\(request.number)/labels",
            ["labels": .array(try await labelNumbers(missing, in: repository))])
    }

    package func close(_ number: Int, in repository: String, saying: String) async throws {
        try await rest.send(
            "POST", "/repos/\(repository)/issues/\(number)/comments", ["body": .string(saying)])
        try await rest.send("PATCH", "/repos/\(repository)/pulls/\(number)", ["state": "closed"])
    }

    package func checks(of commit: String, in repository: String) async throws -> CheckState {
        let status = try await rest.get("/repos/\(repository)/commits/\(commit)/status")
        guard !(status["statuses"]?.array ?? []).isEmpty else { return .none }
        switch status["state"]?.string {
        case "success", "warning": return .passed
        case "failure", "error": return .failed
        default: return .pending
        }
    }
}
