import Diagnostics
import Dispatch

/// Runs what blocks on a thread that is not one of Swift's few.
func blocking<Answer: Sendable>(
    _ body: @escaping @Sendable () throws(Diagnostic) -> Answer
) async throws(Diagnostic) -> Answer {
    let result: Result<Answer, Diagnostic> = await withCheckedContinuation { continuation in
        DispatchQueue(label: "short program").async {
            continuation.resume(returning: Result(catching: body))
        }
    }
    return try result.get()
}
