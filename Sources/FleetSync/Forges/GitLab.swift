package import FleetCore

/// GitLab's REST interface, version 4.
///
/// https://docs.gitlab.com/api/merge_requests/, …/labels/, …/pipelines/
package struct GitLab: Forge {
    package let hasRequests = true
    private let rest: RestClient
    private let token: @Sendable () async throws -> String?

    package init(_ rest: RestClient, token: @escaping @Sendable () async throws -> String?) {
        self.rest = rest
        self.token = token
    }

    package func gitConfiguration() async throws -> [String: String] {
        try await token().map { GitHeader.basic(user: "oauth2", password: $0) } ?? [:]
    }

    private func project(_ repository: String) -> String {
        "/projects/\(URLText.query(repository))"
    }

    package func repositories(_ query: FleetFile.RepositoryQuery) async throws -> [String] {
        try await rest.list(
            "/groups/\(URLText.query(query.owner))/projects?archived=false&include_subgroups=true"
        ).compactMap { item in
            guard let name = item["path_with_namespace"]?.string else { return nil }
            let topics = item["topics"]?.array.compactMap(\.string) ?? []
            return query.matches(name, topics: topics) ? name : nil
        }
    }

    package func requests(
        in repository: String, from branch: String
    ) async throws -> [ForgeRequest] {
        try await rest.get(
            "\(project(repository))/merge_requests?source_branch=\(URLText.query(branch))"
                + "&state=all&order_by=created_at&sort=desc&per_page=30"
        ).array.compactMap(Self.request)
    }

    private static func request(_ item: JSON) -> ForgeRequest? {
        guard let number = item["iid"]?.int else { return nil }
        let state: ForgeRequest.State =
            switch item["state"]?.string {
            // `locked` lasts while a merge is under way.
            case "opened", "locked": .open
            case "merged": .merged
            default: .closed
            }
        return ForgeRequest(
            number: number, state: state, url: item["web_url"]?.string ?? "",
            title: item["title"]?.string ?? "", body: item["description"]?.string ?? "",
            labels: item["labels"]?.array.compactMap(\.string) ?? [],
            reviewers: item["reviewers"]?.array.compactMap { $0["username"]?.string } ?? [],
            head: item["sha"]?.string ?? "")
    }

    package func open(
        _ content: RequestContent, in repository: String, from branch: String, to base: String
    ) async throws -> ForgeRequest {
        try await makeLabels(content.labels, in: repository)
        var body: [String: JSON] = [
            "title": .string(content.title), "description": .string(content.body),
            "source_branch": .string(branch), "target_branch": .string(base),
            "labels": .string(content.labels.joined(separator: ",")),
        ]
        let reviewers = try await people(content.reviewers)
        if !reviewers.isEmpty { body["reviewer_ids"] = .array(reviewers) }
        let (status, answer) = try await rest.send(
            "POST", "\(project(repository))/merge_requests", .object(body), accepting: [409]
        ) { try await made(content, in: repository, from: branch) != nil }
        if status != RestClient.isMade, let request = Self.request(answer) { return request }
        // It exists already: an answer that never reached us, or somebody was faster.
        if let request = try await made(content, in: repository, from: branch) { return request }
        throw Refusal.open(repository, answer["message"]?.string)
    }

    private func makeLabels(_ labels: [String], in repository: String) async throws {
        for label in labels {
            try await rest.send(
                "POST", "\(project(repository))/labels",
                ["name": .string(label), "color": "#ededed"], accepting: [409])
        }
    }

    private func people(_ names: [String]) async throws -> [JSON] {
        var ids: [JSON] = []
        for name in names {
            let found = try await rest.get("/users?username=\(URLText.query(name))").array.first
            if let id = found?["id"] { ids.append(id) }
        }
        return ids
    }

    package func update(
        _ request: ForgeRequest, to content: RequestContent, in repository: String
    ) async throws {
        let missing = content.labels.filter { !request.labels.contains($0) }
        try await makeLabels(missing, in: repository)
        try await rest.send(
            "PUT", "\(project(repository))/merge_requests/\(request.number)",
            [
                "title": .string(content.title), "description": .string(content.body),
                "add_labels": .string(missing.joined(separator: ",")),
            ])
    }

    package func close(_ number: Int, in repository: String, saying: String) async throws {
        let path = "\(project(repository))/merge_requests/\(number)"
        try await rest.send("POST", "\(path)/notes", ["body": .string(saying)])
        try await rest.send("PUT", path, ["state_event": "close"])
    }

    package func checks(of commit: String, in repository: String) async throws -> CheckState {
        let pipelines = try await rest.get("\(project(repository))/pipelines?sha=\(commit)").array
        // The newest comes first, and stands for those before it.
        guard let newest = pipelines.first else { return .none }
        switch newest["status"]?.string {
        case "success", "skipped": return .passed
        case "failed", "canceled": return .failed
        default: return .pending
        }
    }
}
