import Diagnostics
import MigrationCore

/// The guard as the program sees it: a process that ends the attempt if the program cannot.
///
/// When the program dies, however it dies, the pipe between them closes; when it hangs, the guard's own
/// clock runs out.
struct GuardProcess: Sendable {
    private let process: CompanionProcess

    static let held = "held"
    static let done = "done"

    init(_ command: CompanionCommand) {
        process = CompanionProcess(command, complains: true)
    }

    /// Starts it and waits until it has everything open.
    func start(timeout: Duration = .seconds(15)) async throws {
        guard let words = try await process.start(timeout: timeout) else { return }
        throw Diagnostic(
            .error, "switchover.no-guard", "the guard process did not get ready", detail: words,
            hint: "Without it nobody would let traffic go if this program died: nothing was "
                + "held. Try again; apus migrate preflight shows what it may lack.")
    }

    /// Traffic is held from now on: the guard's clock starts.
    func held() async { await process.send(Self.held) }

    /// The attempt is over: the guard ends without doing anything, and a little later.
    func dismiss() async {
        await process.send(Self.done)
        // Waiting for a process takes some of the processor too.
        try? await Task.sleep(for: GuardDuty.quiet)
        await process.waitUntilExit()
    }
}
