import Diagnostics
package import FleetCore
import Foundation
package import WebTransport

/// Speaks JSON with one forge: asks again where that may help, and holds everybody where a rate
/// limit was hit.
package actor RestClient {
    private let web: WebClient
    private let base: String
    private let limits: FleetFile.FleetLimits
    private let authorization: @Sendable () async throws -> [WebHeader]
    private var heldUntil: ContinuousClock.Instant?
    /// Whether a question was given up and none was answered since: the next ones are asked once,
    /// or a thousand repositories would each wait for a forge that is down.
    private var isDown = false

    /// - Parameters:
    ///   - base: the interface's address, without a slash at its end.
    ///   - authorization: the headers that say who asks.
    package init(
        _ base: String, web: WebClient, limits: FleetFile.FleetLimits,
        authorization: @escaping @Sendable () async throws -> [WebHeader]
    ) {
        self.base = base
        self.web = web
        self.limits = limits
        self.authorization = authorization
    }

    package func get(_ path: String) async throws -> JSON {
        try await send("GET", path, nil).body
    }

    /// All pages of a list.
    package func list(_ path: String, mostPages: Int = 100) async throws -> [JSON] {
        var result: [JSON] = []
        for page in 1...mostPages {
            let separator = path.contains("?") ? "&" : "?"
            let items = try await get(
                "\(path)\(separator)per_page=100&limit=100&page=\(page)"
            ).array
            result += items
            // Forges cap pages at sizes of their own, so only an empty one is the end.
            if items.isEmpty { break }
        }
        return result
    }

    /// What ``send(_:_:_:accepting:unlessMade:)`` answers when an earlier attempt did it already.
    package static let isMade = 409

    /// - Parameters:
    ///   - accepting: statuses beyond success that the caller knows what to do with.
    ///   - unlessMade: asked before each further attempt; true ends it with ``isMade``. For what
    ///     must not happen twice, since a lost answer looks like one that was never asked for.
    @discardableResult
    package func send(
        _ method: String, _ path: String, _ body: JSON?, accepting: Set<Int> = [],
        unlessMade: (@Sendable () async throws -> Bool)? = nil
    ) async throws -> (status: Int, body: JSON) {
        let attempts = isDown ? 1 : max(1, limits.attempts)
        for attempt in 1...attempts {
            try await waitForTurn()
            if attempt > 1, let unlessMade, try await unlessMade() { return (Self.isMade, .null) }
            let (outcome, response, failure) = try await exchange(method, path, body)
            let decision = RetryDecision(
                outcome, attempt: attempt, of: attempts,
                now: Date().timeIntervalSince1970, longestWait: Double(limits.longestWaitSeconds))
            switch decision {
            case .take:
                isDown = false
                guard let response else { throw unreachable("no answer") }
                if response.isSuccess || accepting.contains(response.status) {
                    return (response.status, JSON(response.body))
                }
                throw refusal(method, path, response)
            case .wait(let seconds, let holdsEverybody):
                if holdsEverybody { hold(seconds) }
                try await Task.sleep(for: .seconds(seconds))
            case .giveUp:
                isDown = true
                throw unreachable(response.map { "status \($0.status)" } ?? failure ?? "no answer")
            }
        }
        throw unreachable("it was tried \(attempts) times")
    }

    private func exchange(
        _ method: String, _ path: String, _ body: JSON?
    ) async throws -> (RetryDecision.Outcome, WebResponse?, failure: String?) {
        var request = WebRequest(
            method, WebAddress(path.hasPrefix("http") ? path : base + path))
        request.headers =
            try await authorization() + [
                WebHeader("Accept", "application/json"),
                WebHeader("Content-Type", "application/json"),
            ]
        request.body = body.map { Array($0.text.utf8) }
        // A redirect would take the token along to wherever it leads.
        request.followsRedirects = false
        do {
            let response = try await web.send(request)
            let headers = response.headers.compactMapValues(\.first)
            return (.answer(status: response.status, headers: headers), response, nil)
        } catch let failure as WebFailure {
            if failure.reason == .programMissing {
                throw Diagnostic(
                    .error, .fleetForgeUnreachable, "the program curl is not installed",
                    hint: "On Debian: apt-get install curl")
            }
            // How long it took differs each time, and tells nothing.
            let words = failure.explanation.replacing(/\ after \d+ ms/, with: "")
            return (.noAnswer(mayPass: failure.mayPass), nil, words)
        }
    }

    private func hold(_ seconds: Double) {
        let until = ContinuousClock.now + .seconds(seconds)
        heldUntil = heldUntil.map { max($0, until) } ?? until
    }

    private func waitForTurn() async throws {
        while let until = heldUntil, until > .now {
            try await Task.sleep(until: until, clock: .continuous)
        }
    }

    private func refusal(_ method: String, _ path: String, _ response: WebResponse) -> Diagnostic {
        let answer = JSON(response.body)
        let said = answer["message"]?.string ?? answer["error"]?.string
        let details = answer["errors"]?.array.compactMap { $0["message"]?.string ?? $0.string }
        return Diagnostic(
            .error, .fleetForgeRefused,
            "the forge refused \(method) \(Self.withoutQuery(path)) with status \(response.status)",
            detail: ([said].compactMap { $0 } + (details ?? [])).joined(separator: "; "),
            hint: [401, 403, 404].contains(response.status)
                ? "Check that the token may read and write this repository and its requests." : nil)
    }

    /// Without the path: a thousand repositories that find a forge down say the same.
    private func unreachable(_ reason: String) -> Diagnostic {
        Diagnostic(
            .error, .fleetForgeUnreachable, "could not get an answer from \(WebAddress(base))",
            detail: reason, hint: "Run the same command again later; nothing is lost.")
    }

    private static func withoutQuery(_ path: String) -> String {
        String(path.prefix { $0 != "?" })
    }
}
