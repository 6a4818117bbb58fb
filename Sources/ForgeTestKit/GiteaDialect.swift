import FleetSync

/// The part of the interface of Gitea and Forgejo that a fleet needs.
struct GiteaDialect {
    let forge: TestForge

    func answer(_ call: Call) async throws -> Reply {
        switch (call.method, call.path.first) {
        case ("GET", "orgs") where call.path.count == 2:
            return forge.names(of: call.path[1]).isEmpty ? .notFound : Reply(200, [:])
        case ("GET", "orgs"), ("GET", "users"):
            guard call.query["page"] == "1" else { return Reply(200, []) }
            return Reply(
                200, .array(forge.names(of: call.path[1]).map { ["full_name": .string($0)] }))
        case (_, "repos") where call.path.count > 3:
            let name = "\(call.path[1])/\(call.path[2])"
            guard forge.exists(name) else { return .notFound }
            try await forge.closeOrphans(in: name)
            return try await answer(call, name, Array(call.path.dropFirst(3)))
        default: return .notFound
        }
    }

    private func answer(_ call: Call, _ name: String, _ rest: [String]) async throws -> Reply {
        let number = rest.count > 1 ? Int(rest[1]) ?? 0 : 0
        switch (call.method, rest.count, rest[0]) {
        case ("GET", 1, "pulls"): return try await list(call, name)
        case ("POST", 1, "pulls"): return try await open(call, name)
        case ("PATCH", 2, "pulls"): return try await patch(call, name, number)
        case ("POST", 3, "pulls"):
            let people = call.body["reviewers"]?.array.compactMap(\.string) ?? []
            _ = await forge.change(number, in: name) { $0.reviewers += people }
            return Reply(201, [])
        case ("GET", 1, "labels"):
            let labels = call.query["page"] == "1" ? await forge.labels(in: name) : []
            return Reply(200, .array(labels.enumerated().map(Self.label)))
        case ("POST", 1, "labels"):
            // Unlike the others it makes a second label of the same name without a word.
            _ = await forge.makeLabel(call.string("name"), in: name)
            let all = await forge.labels(in: name).enumerated().map(Self.label)
            return Reply(201, all.first { $0["name"] == call.body["name"] } ?? .null)
        case ("POST", 3, "issues") where rest[2] == "labels":
            let names = await names(call, name)
            _ = await forge.change(number, in: name) { $0.labels.formUnion(names) }
            return Reply(200, [])
        case ("POST", 3, "issues"):
            _ = await forge.change(number, in: name) { $0.comments.append(call.string("body")) }
            return Reply(201, [:])
        case ("GET", 3, "commits"):
            let state = await forge.check(of: rest[1], in: name)
            return Reply(
                200,
                [
                    "state": .string(state ?? ""),
                    "statuses": .array(state.map { [["status": .string($0)]] } ?? []),
                ])
        default: return .notFound
        }
    }

    private static func label(_ index: Int, _ name: String) -> JSON {
        ["id": .number(Double(index + 1)), "name": .string(name)]
    }

    private func names(_ call: Call, _ name: String) async -> [String] {
        let all = await forge.labels(in: name)
        let ids = call.body["labels"]?.array.compactMap(\.int) ?? []
        return ids.compactMap { all.indices.contains($0 - 1) ? all[$0 - 1] : nil }
    }

    private func list(_ call: Call, _ name: String) async throws -> Reply {
        guard call.query["page"] == "1" else { return Reply(200, []) }
        var items: [JSON] = []
        for request in await forge.requests(in: name).reversed() {
            items.append(try await item(request, name))
        }
        return Reply(200, .array(items))
    }

    private func item(_ request: TestForge.Request, _ name: String) async throws -> JSON {
        let current =
            request.state == .open ? try await forge.head(of: request.branch, in: name) : nil
        return [
            "number": .number(Double(request.number)), "title": .string(request.title),
            "body": .string(request.body), "state": request.state == .open ? "open" : "closed",
            "merged": .bool(request.state == .merged),
            "html_url": .string("https://forge.test/\(name)/pulls/\(request.number)"),
            "labels": .array(request.labels.sorted().map { ["name": .string($0)] }),
            "requested_reviewers": .array(request.reviewers.map { ["login": .string($0)] }),
            "head": [
                "ref": .string(request.branch),
                "sha": .string((request.state == .open ? current : request.lastHead) ?? ""),
            ],
        ]
    }

    private func open(_ call: Call, _ name: String) async throws -> Reply {
        let opening = try await forge.openRequest(
            in: name, from: call.string("head"), to: call.string("base"),
            title: call.string("title"), body: call.string("body"))
        guard case .opened(let request) = opening else {
            return Reply(409, ["message": "pull request already exists for these targets"])
        }
        let labels = await names(call, name)
        let full = await forge.change(request.number, in: name) { $0.labels.formUnion(labels) }
        return Reply(201, try await item(full ?? request, name))
    }

    private func patch(_ call: Call, _ name: String, _ number: Int) async throws -> Reply {
        if call.string("state") == "closed" { try await forge.close(number, in: name) }
        let request = await forge.change(number, in: name) { request in
            if let title = call.body["title"]?.string { request.title = title }
            if let body = call.body["body"]?.string {
                request.body = body
                request.edits += 1
            }
        }
        return Reply(request == nil ? 404 : 201, [:])
    }
}
