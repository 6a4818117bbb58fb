import Foundation
import ProgramInput
import Subprocess
import SystemPackage

/// HTTP through curl, the way a person would: proxies, certificates and protocols as curl has them.
///
/// It sends a request once. Trying again, pacing and what a status means are the caller's, who
/// knows what may be done twice. The user's own `.curlrc` is not read.
package actor WebClient {
    private let program: String
    private let mostAtOnce: Int
    private var running = 0
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// - Parameter mostAtOnce: how many requests may be under way; the others wait their turn.
    package init(program: String = "curl", mostAtOnce: Int = 16) {
        self.program = program
        self.mostAtOnce = max(1, mostAtOnce)
    }

    /// Sends a request and waits for the whole answer.
    ///
    /// - Parameter file: takes the body in place of the response; what stands there is replaced,
    ///   also when the status says that the request failed.
    /// - Throws: ``WebFailure`` when no answer came; a `CancellationError` when the task was
    ///   cancelled.
    package func send(
        _ request: WebRequest, into file: String? = nil
    ) async throws -> WebResponse {
        await takeTurn()
        defer { giveTurn() }
        try Task.checkCancellation()
        return try await exchange(request, file)
    }

    private func exchange(_ request: WebRequest, _ file: String?) async throws -> WebResponse {
        let body = try BodyFile(request.body)
        defer { body?.remove() }
        let configuration = CurlConfiguration(request, output: file, bodyFile: body?.path)
        let (output, errors) = try await run(
            configuration.text, request, mostOutput: file == nil ? request.largestBody + 1 : 4096)
        try Task.checkCancellation()
        guard let report = CurlReport(errors) else {
            throw WebFailure(.other, request.address, "curl ended without an answer")
        }
        guard report.exitCode == 0 else {
            throw WebFailure(
                CurlReport.reason(report.exitCode), request.address, report.explanation)
        }
        return WebResponse(
            status: report.status, headers: report.headers, body: output,
            address: report.finalAddress.map { WebAddress($0) } ?? request.address)
    }

    private func run(
        _ configuration: String, _ request: WebRequest, mostOutput: Int
    ) async throws -> ([UInt8], String) {
        do {
            let result = try await Subprocess.run(
                .name(program), arguments: ["-q", "--config", "-"],
                input: .handed(configuration), output: .bytes(limit: mostOutput),
                error: .string(limit: 4 << 20))
            return (result.standardOutput, result.standardError)
        } catch let error as SubprocessError {
            try Task.checkCancellation()
            throw failure(error, request)
        }
    }

    private func failure(_ error: SubprocessError, _ request: WebRequest) -> WebFailure {
        switch error.code {
        case .executableNotFound:
            WebFailure(.programMissing, request.address, "the program curl is not installed")
        case .outputLimitExceeded:
            WebFailure(.tooLarge, request.address, "more than \(request.largestBody) bytes came")
        default: WebFailure(.other, request.address, "curl could not be run: \(error)")
        }
    }

    // MARK: Turns

    private func takeTurn() async {
        if running < mostAtOnce {
            running += 1
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    private func giveTurn() {
        if waiting.isEmpty {
            running -= 1
        } else {
            waiting.removeFirst().resume()
        }
    }
}

/// A request's body that cannot stand in curl's configuration, in a file that only we can read.
private struct BodyFile {
    let path: String

    /// Nil when the body is text, and short enough to be handed over with the rest.
    init?(_ body: [UInt8]?) throws {
        guard let body, body.count > 1 << 20 || body.contains(0) || !Self.isText(body) else {
            return nil
        }
        path = NSTemporaryDirectory() + "/apus-body-\(UUID().uuidString)"
        let descriptor = try FileDescriptor.open(
            path, .writeOnly, options: [.create, .exclusiveCreate], permissions: [.ownerReadWrite])
        try descriptor.closeAfter { _ = try descriptor.writeAll(body) }
    }

    func remove() { unlink(path) }

    private static func isText(_ body: [UInt8]) -> Bool {
        String(validating: body, as: UTF8.self) != nil
    }
}
