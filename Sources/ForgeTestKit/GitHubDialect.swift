import FleetSync

/// The part of GitHub's interface that a fleet needs.
struct GitHubDialect {
    let forge: TestForge

    func answer(_ call: Call) async throws -> Reply {
        switch (call.method, call.path.first) {
        case ("GET", "orgs") where call.path.count == 2:
            return forge.names(of: call.path[1]).isEmpty ? .notFound : Reply(200, [:])
        case ("GET", "orgs"), ("GET", "users"): return repositories(call)
        case (_, "repos") where call.path.count > 3:
            let name = "\(call.path[1])/\(call.path[2])"
            guard forge.exists(name) else { return .notFound }
            try await forge.closeOrphans(in: name)
            return try await answer(call, name, Array(call.path.dropFirst(3)))
        default: return .notFound
        }
    }

    private func repositories(_ call: Call) -> Reply {
        guard call.query["page"] == "1" else { return Reply(200, []) }
        return Reply(
            200,
            .array(
                forge.names(of: call.path[1]).map {
                    ["full_name": .string($0), "archived": false, "topics": ["shared"]]
                }))
    }

    private func answer(_ call: Call, _ name: String, _ rest: [String]) async throws -> Reply {
        switch (call.method, rest.count, rest[0]) {
        case ("GET", 1, "pulls"): return try await list(call, name)
        case ("POST", 1, "pulls"): return try await open(call, name)
        case ("PATCH", 2, "pulls"): return try await patch(call, name, Int(rest[1]) ?? 0)
        case ("POST", 3, "pulls"): return await review(call, name, Int(rest[1]) ?? 0)
        case ("POST", 1, "labels"):
            let isNew = await forge.makeLabel(call.string("name"), in: name)
            return Reply(isNew ? 201 : 422, ["message": "already_exists"])
        case ("POST", 3, "issues") where rest[2] == "labels":
            return await label(call, name, Int(rest[1]) ?? 0)
        case ("POST", 3, "issues"):
            _ = await forge.change(Int(rest[1]) ?? 0, in: name) {
                $0.comments.append(call.string("body"))
            }
            return Reply(201, [:])
        case ("GET", 3, "commits") where rest[2] == "check-runs":
            return await runs(rest[1], name)
        case ("GET", 3, "commits"): return Reply(200, ["state": "pending", "statuses": []])
        default: return .notFound
        }
    }

    private func list(_ call: Call, _ name: String) async throws -> Reply {
        let branch = call.query["head"]?.split(separator: ":").last.map(String.init)
        var items: [JSON] = []
        for request in await forge.requests(in: name).reversed()
        where branch == nil || request.branch == branch {
            items.append(try await item(request, name))
        }
        return Reply(200, .array(items))
    }

    private func item(_ request: TestForge.Request, _ name: String) async throws -> JSON {
        let current =
            request.state == .open ? try await forge.head(of: request.branch, in: name) : nil
        return [
            "number": .number(Double(request.number)), "title": .string(request.title),
            "body": .string(request.body.replacing("\n", with: "\r\n")),
            "state": request.state == .open ? "open" : "closed",
            "merged_at": request.state == .merged ? "2026-01-01T00:00:00Z" : .null,
            "html_url": .string("https://forge.test/\(name)/pull/\(request.number)"),
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
        switch opening {
        case .opened(let request): return Reply(201, try await item(request, name))
        case .exists: return refusal("A pull request already exists for \(call.string("head")).")
        case .noBranch: return refusal("Field head is invalid")
        case .nothingNew: return refusal("No commits between the branches")
        }
    }

    private func refusal(_ message: String) -> Reply {
        Reply(422, ["message": "Validation Failed", "errors": [["message": .string(message)]]])
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
        return Reply(request == nil ? 404 : 200, [:])
    }

    private func review(_ call: Call, _ name: String, _ number: Int) async -> Reply {
        let people = call.body["reviewers"]?.array.compactMap(\.string) ?? []
        let request = await forge.change(number, in: name) { $0.reviewers += people }
        return Reply(request == nil ? 404 : 201, [:])
    }

    private func label(_ call: Call, _ name: String, _ number: Int) async -> Reply {
        let labels = call.body["labels"]?.array.compactMap(\.string) ?? []
        let known = await forge.labels(in: name)
        guard labels.allSatisfy(known.contains) else {
            return Reply(422, ["message": "unknown label"])
        }
        let request = await forge.change(number, in: name) { $0.labels.formUnion(labels) }
        return Reply(request == nil ? 404 : 200, [])
    }

    private func runs(_ commit: String, _ name: String) async -> Reply {
        guard let state = await forge.check(of: commit, in: name) else {
            return Reply(200, ["check_runs": []])
        }
        let run: JSON =
            state == "pending"
            ? ["status": "in_progress", "conclusion": .null]
            : ["status": "completed", "conclusion": .string(state)]
        return Reply(200, ["check_runs": [run]])
    }
}
