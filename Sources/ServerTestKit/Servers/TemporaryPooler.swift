package import Diagnostics
import FoundationEssentials
import Glibc
package import PostgresClient

/// A real PgBouncer in transaction mode with a folder and a port of its own, which ends when we
/// do.
///
/// Which server a database name leads to stands in a file of its own (``databasesFile``), which
/// the tool under test rewrites before it says `RELOAD`.
package actor TemporaryPooler {
    package nonisolated let setup: PoolerSetup
    package nonisolated let port: Int
    /// The pooler's own folder; its log is `log` in it.
    package nonisolated let folder: String
    private let thread: SessionThread
    private let user: ServerUser
    private let home: WatchedFolder
    private var process: ChildProcess?

    package init(_ setup: PoolerSetup) throws(Diagnostic) {
        self.setup = setup
        user = try ServerUser.current()
        home = try WatchedFolder(named: "pooler", under: setup.root, owner: user)
        home.isKept = setup.isKept
        folder = home.path
        port = freeLoopbackPort()
        thread = SessionThread("pooler")
        try home.write(setup.databases, to: "databases.ini", owner: user)
        try home.write(setup.userList, to: "users.txt", mode: 0o600, owner: user)
        let configuration = setup.configuration(port: port, folder: folder)
        try home.write(configuration, to: "pgbouncer.ini", owner: user)
    }

    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        thread.asUnownedSerialExecutor()
    }

    /// The included file with the section `[databases]`. The pooler's user must be able to read
    /// what replaces it.
    package nonisolated var databasesFile: String { folder + "/databases.ini" }

    /// Starts the pooler and waits until it answers. Does nothing when it runs.
    package func start() throws(Diagnostic) {
        if isRunning { return }
        let log = try OpenFile(appending: home.file("log"))
        try user.own(home.file("log"))
        let ini = home.file("pgbouncer.ini")
        let (program, arguments) = user.command(setup.installation.program, [ini])
        let child = try ChildProcess(
            .init(
                program: program, arguments: arguments, environment: plainEnvironment(),
                folder: folder, output: log.descriptor))
        process = child
        try waitUntilReady(child)
    }

    private func waitUntilReady(_ child: ChildProcess) throws(Diagnostic) {
        let ready: Bool? = waitFor(.seconds(20)) {
            if !child.isRunning { return false }
            return isListening(self.port) ? true : nil
        }
        if ready == true { return }
        child.send(SIGKILL)
        child.wait()
        throw Diagnostic(
            .error, .couldNotStart, "PgBouncer did not become ready on port \(port)",
            detail: logTail())
    }

    /// Ends the pooler and with it every client's connection. Does nothing when it does not run.
    ///
    /// SIGTERM means "at once" before 1.23 and "when the clients have left" since, so SIGQUIT
    /// follows where a client stays.
    package func stop() throws(Diagnostic) {
        guard let process, process.isRunning else { return }
        process.send(SIGTERM)
        if process.waitUntilEnded(.milliseconds(300)) != nil { return }
        process.send(SIGQUIT)
        if process.waitUntilEnded(.seconds(20)) != nil { return }
        throw Diagnostic(
            .error, .couldNotStop, "the pooler on port \(port) still runs", detail: logTail())
    }

    package func kill9() {
        process?.send(SIGKILL)
        process?.wait()
    }

    package func restart() throws(Diagnostic) {
        try stop()
        try start()
    }

    package var isRunning: Bool { process?.isRunning ?? false }

    /// Ends the pooler and removes its folder, unless that is kept.
    package func discard() {
        kill9()
        home.discard()
    }

    /// Decides anew whether the folder stays: a test that failed keeps it.
    package func keepFolder(_ keep: Bool = true) { home.isKept = keep }

    // MARK: Asking

    /// How a client reaches a database through the pooler.
    package nonisolated func settings(user: String, database: String) -> ConnectionSettings {
        ConnectionSettings(
            keywords: [
                "host": "127.0.0.1", "port": "\(port)", "user": user, "dbname": database,
            ], password: setup.users[user] ?? nil)
    }

    /// How to reach the console that takes `PAUSE` and `RELOAD`.
    package nonisolated var administration: ConnectionSettings {
        settings(user: setup.administrator, database: "pgbouncer")
    }

    package nonisolated func logTail(_ lines: Int = 20) -> String {
        lastLines(of: readText(folder + "/log") ?? "", lines)
    }
}
