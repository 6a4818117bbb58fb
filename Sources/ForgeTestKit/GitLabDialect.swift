import FleetSync

/// The part of GitLab's interface that a fleet needs.
struct GitLabDialect {
    let forge: TestForge

    func answer(_ call: Call) async throws -> Reply {
        switch (call.method, call.path.first) {
        case ("GET", "groups"):
            guard call.query["page"] == "1" else { return Reply(200, []) }
            return Reply(
                200,
                .array(
                    forge.names(of: call.path[1]).map {
                        ["path_with_namespace": .string($0), "topics": ["shared"]]
                    }))
        case ("GET", "users"):
            return Reply(200, [["id": 7, "username": .string(call.query["username"] ?? "")]])
        case (_, "projects") where call.path.count > 2:
            let name = call.path[1]
            guard forge.exists(name) else { return .notFound }
            try await forge.closeOrphans(in: name)
            return try await answer(call, name, Array(call.path.dropFirst(2)))
        default: return .notFound
        }
    }

    private func answer(_ call: Call, _ name: String, _ rest: [String]) async throws -> Reply {
        let number = rest.count > 1 ? Int(rest[1]) ?? 0 : 0
        switch (call.method, rest.count, rest[0]) {
        case ("GET", 1, "merge_requests"):
            var items: [JSON] = []
            for request in await forge.requests(in: name).reversed()
            where request.branch == call.query["source_branch"] {
                items.append(try await item(request, name))
            }
            return Reply(200, .array(items))
        case ("POST", 1, "merge_requests"): return try await open(call, name)
        case ("PUT", 2, "merge_requests"): return try await put(call, name, number)
        case ("POST", 3, "merge_requests"):
            _ = await forge.change(number, in: name) { $0.comments.append(call.string("body")) }
            return Reply(201, [:])
        case ("POST", 1, "labels"):
            let isNew = await forge.makeLabel(call.string("name"), in: name)
            return Reply(isNew ? 201 : 409, ["message": "Label already exists"])
        case ("GET", 1, "pipelines"):
            let state = await forge.check(of: call.query["sha"] ?? "", in: name)
            let words = ["success": "success", "failure": "failed", "pending": "running"]
            return Reply(200, .array(state.map { [["status": .string(words[$0] ?? $0)]] } ?? []))
        default: return .notFound
        }
    }

    private func item(_ request: TestForge.Request, _ name: String) async throws -> JSON {
        let current =
            request.state == .open ? try await forge.head(of: request.branch, in: name) : nil
        let state: JSON =
            switch request.state {
            case .open: "opened"
            case .merged: "merged"
            case .closed: "closed"
            }
        return [
            "iid": .number(Double(request.number)), "title": .string(request.title),
            "description": .string(request.body), "state": state,
            "web_url": .string("https://forge.test/\(name)/-/merge_requests/\(request.number)"),
            "labels": .array(request.labels.sorted().map { .string($0) }),
            "reviewers": .array(request.reviewers.map { ["username": .string($0)] }),
            "sha": .string((request.state == .open ? current : request.lastHead) ?? ""),
        ]
    }

    private func open(_ call: Call, _ name: String) async throws -> Reply {
        let opening = try await forge.openRequest(
            in: name, from: call.string("source_branch"), to: call.string("target_branch"),
            title: call.string("title"), body: call.string("description"))
        guard case .opened(let request) = opening else {
            return Reply(409, ["message": ["Another open merge request already exists"]])
        }
        let labels = call.string("labels").split(separator: ",").map(String.init)
        let reviewers = call.body["reviewer_ids"]?.array.map { "user-\($0.int ?? 0)" } ?? []
        let full = await forge.change(request.number, in: name) {
            $0.labels.formUnion(labels)
            $0.reviewers = reviewers
        }
        return Reply(201, try await item(full ?? request, name))
    }

    private func put(_ call: Call, _ name: String, _ number: Int) async throws -> Reply {
        if call.string("state_event") == "close" { try await forge.close(number, in: name) }
        let request = await forge.change(number, in: name) { request in
            if let title = call.body["title"]?.string { request.title = title }
            if let body = call.body["description"]?.string {
                request.body = body
                request.edits += 1
            }
            request.labels.formUnion(
                call.string("add_labels").split(separator: ",").map(String.init))
        }
        return Reply(request == nil ? 404 : 200, [:])
    }
}
