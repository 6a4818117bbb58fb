/// Whether a forge's answer is final, or the same question should be asked again, and when.
package enum RetryDecision: Hashable, Sendable {
    case take
    /// - Parameter holdsEverybody: a rate limit, which holds every request to this forge.
    case wait(seconds: Double, holdsEverybody: Bool)
    case giveUp

    /// What came of a request.
    package enum Outcome: Hashable, Sendable {
        case noAnswer(mayPass: Bool)
        case answer(status: Int, headers: [String: String])
    }

    /// - Parameters:
    ///   - attempt: counts from one.
    ///   - now: seconds since 1970, as rate limits are given.
    ///   - longestWait: seconds; a limit that lasts longer is given up.
    package init(
        _ outcome: Outcome, attempt: Int, of attempts: Int, now: Double, longestWait: Double
    ) {
        switch outcome {
        case .noAnswer(let mayPass):
            self = mayPass ? Self.later(attempt, attempts) : .giveUp
        case .answer(let status, let headers):
            if let wait = Self.limit(status, headers, now) {
                let isBearable = wait <= longestWait && attempt < attempts
                self = isBearable ? .wait(seconds: wait, holdsEverybody: true) : .giveUp
            } else {
                let mayPass = status >= 500 || status == 408
                self = mayPass ? Self.later(attempt, attempts) : .take
            }
        }
    }

    /// Doubling from half a second; a minute at most.
    private static func later(_ attempt: Int, _ attempts: Int) -> RetryDecision {
        guard attempt < attempts else { return .giveUp }
        let seconds = 0.5 * Double(1 << min(attempt - 1, 7))
        return .wait(seconds: min(seconds, 60), holdsEverybody: false)
    }

    /// Seconds until a rate limit has passed; nil when none was hit.
    ///
    /// GitHub answers 403 or 429 with `retry-after`, or with `x-ratelimit-remaining: 0` and the
    /// time in `x-ratelimit-reset`; GitLab answers 429 with `retry-after` and `ratelimit-reset`.
    private static func limit(
        _ status: Int, _ headers: [String: String], _ now: Double
    ) -> Double? {
        guard status == 429 || status == 403 else { return nil }
        if let seconds = headers["retry-after"].flatMap(Double.init) { return max(0, seconds) }
        let left = headers["x-ratelimit-remaining"] ?? headers["ratelimit-remaining"]
        let reset = headers["x-ratelimit-reset"] ?? headers["ratelimit-reset"]
        if left == "0" || status == 429, let time = reset.flatMap(Double.init) {
            return max(0, time - now)
        }
        return status == 429 ? 5 : nil
    }
}
