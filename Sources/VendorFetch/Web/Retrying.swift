import Diagnostics
import WebTransport

/// Sends what may be sent twice until an answer comes: three times, with growing pauses.
enum Retrying {
    static let pauses: [Duration] = [.milliseconds(200), .seconds(1)]

    static func send(
        _ request: WebRequest, into file: String? = nil, by web: WebClient
    ) async throws -> WebResponse {
        for pause in pauses {
            do {
                let answer = try await web.send(request, into: file)
                guard [429, 502, 503, 504].contains(answer.status) else { return answer }
                let wanted = answer.header("retry-after").flatMap { Int($0) }
                try await Task.sleep(for: wanted.map { .seconds(min($0, 30)) } ?? pause)
            } catch let failure as WebFailure {
                guard failure.mayPass else { throw diagnostic(failure) }
                try await Task.sleep(for: pause)
            }
        }
        do {
            return try await web.send(request, into: file)
        } catch let failure as WebFailure {
            throw diagnostic(failure)
        }
    }

    private static func diagnostic(_ failure: WebFailure) -> Diagnostic {
        Diagnostic(
            .error, .downloadFailed, "downloading \(failure.address) failed",
            detail: failure.explanation)
    }
}
