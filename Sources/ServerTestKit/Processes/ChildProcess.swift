import CSpawn
package import Diagnostics
import Glibc

/// One program that we started, known by its process id and ended by nothing else.
///
/// It gets a session of its own, so that Ctrl-C in a terminal reaches us alone and we decide in
/// which order things end, and none of our open files: a server that held our end of a
/// ``WatchedFolder``'s pipe would keep its own watchdog from noticing that we died.
package final class ChildProcess {
    package let pid: Int32
    let program: String
    private var ended: Int32?

    /// What to start, and what it is given.
    package struct Launch {
        package var program: String
        package var arguments: [String] = []
        package var environment: [String: String] = [:]
        /// Where it runs, and where a ``WatchedFolder`` looks for it.
        package var folder: String
        package var input: Int32?
        package var output: Int32?

        package init(
            program: String, arguments: [String] = [], environment: [String: String] = [:],
            folder: String, input: Int32? = nil, output: Int32? = nil
        ) {
            self.program = program
            self.arguments = arguments
            self.environment = environment
            self.folder = folder
            self.input = input
            self.output = output
        }
    }

    package init(_ launch: Launch) throws(Diagnostic) {
        program = launch.program
        pid = try spawn(launch)
    }

    /// The exit status, as a shell gives it (128 + signal); nil while the program runs.
    package func statusIfEnded() -> Int32? { reap(WNOHANG) }

    var isRunning: Bool { statusIfEnded() == nil }

    package func send(_ signal: Int32) {
        guard isRunning else { return }
        kill(pid, signal)
    }

    /// - Returns: the exit status; nil when the program still runs after `limit`.
    func waitUntilEnded(_ limit: Duration) -> Int32? {
        waitFor(limit) { self.statusIfEnded() }
    }

    /// Waits as long as it takes.
    @discardableResult
    func wait() -> Int32 { reap(0) ?? 0 }

    private func reap(_ options: Int32) -> Int32? {
        if let ended { return ended }
        var raw: Int32 = 0
        var answer = waitpid(pid, &raw, options)
        while answer < 0, errno == EINTR { answer = waitpid(pid, &raw, options) }
        guard answer != 0 else { return nil }
        // Somebody else may have collected it; it is over all the same.
        let status = answer < 0 ? 0 : shellStatus(raw)
        ended = status
        return status
    }
}

/// `WIFEXITED` and its kin are macros that Swift does not see.
private func shellStatus(_ raw: Int32) -> Int32 {
    let signal = raw & 0x7F
    return signal == 0 ? (raw >> 8) & 0xFF : 128 + signal
}

/// Asks again and again, every few milliseconds, until there is an answer or the time is over.
func waitFor<Answer>(_ limit: Duration, _ ask: () -> Answer?) -> Answer? {
    let start = ContinuousClock.now
    while true {
        if let answer = ask() { return answer }
        if ContinuousClock.now - start > limit { return nil }
        usleep(5_000)
    }
}

private func spawn(_ launch: ChildProcess.Launch) throws(Diagnostic) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
        posix_spawn_file_actions_destroy(&actions)
        posix_spawnattr_destroy(&attributes)
    }
    arrangeFiles(&actions, launch)
    arrangeSignals(&attributes)
    let arguments = [launch.program] + launch.arguments
    let environment = launch.environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    var pid: pid_t = 0
    let status = withCStringArray(arguments) { argv in
        withCStringArray(environment) { envp in
            posix_spawn(&pid, launch.program, &actions, &attributes, argv, envp)
        }
    }
    guard status == 0 else {
        throw Diagnostic(
            .error, .programFailed, "could not start \(launch.program)",
            detail: String(cString: strerror(status)) + ".")
    }
    return pid
}

private func arrangeFiles(
    _ actions: inout posix_spawn_file_actions_t, _ launch: ChildProcess.Launch
) {
    cspawn_change_folder(&actions, launch.folder)
    let nowhere = "/dev/null"
    if let input = launch.input {
        posix_spawn_file_actions_adddup2(&actions, input, 0)
    } else {
        posix_spawn_file_actions_addopen(&actions, 0, nowhere, O_RDONLY, 0)
    }
    if let output = launch.output {
        posix_spawn_file_actions_adddup2(&actions, output, 1)
    } else {
        posix_spawn_file_actions_addopen(&actions, 1, nowhere, O_WRONLY, 0)
    }
    posix_spawn_file_actions_adddup2(&actions, 1, 2)
    cspawn_close_from(&actions, 3)
}

/// Dispatch's threads block most signals and test runners ignore some; a program that inherited
/// that could not be stopped.
private func arrangeSignals(_ attributes: inout posix_spawnattr_t) {
    var none = sigset_t()
    var all = sigset_t()
    sigemptyset(&none)
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    let flags = Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF) | cspawn_own_session()
    posix_spawnattr_setflags(&attributes, flags)
}

private func withCStringArray<Answer>(
    _ strings: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Answer
) -> Answer {
    var pointers = strings.map { strdup($0) }
    defer { pointers.forEach { free($0) } }
    pointers.append(nil)
    defer { pointers.removeLast() }
    return pointers.withUnsafeBufferPointer { buffer in
        // The array ends with a null pointer, so it has a first element.
        guard let base = buffer.baseAddress else { preconditionFailure("an array of at least one") }
        return body(base)
    }
}
