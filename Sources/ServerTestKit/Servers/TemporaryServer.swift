package import Diagnostics
import FoundationEssentials
import Glibc
package import PostgresClient

/// A real PostgreSQL server with a folder and a port of its own, which ends when we do.
///
/// Its programs are known by process id, and a ``WatchedFolder`` ends and removes what is left
/// when this process dies, whatever killed it. The port is the same after every restart.
package actor TemporaryServer {
    package enum Stop: Sendable {
        /// Ends sessions and writes a checkpoint.
        case fast
        /// Ends at once; the next start recovers from the log.
        case immediate
        /// Waits for every session to end by itself.
        case smart
    }

    package nonisolated let setup: ServerSetup
    package nonisolated let port: Int
    /// The server's own folder; its log is `log` in it.
    package nonisolated let folder: String
    private let thread: SessionThread
    private let user: ServerUser
    private let home: WatchedFolder
    private var process: ChildProcess?

    package init(_ setup: ServerSetup) throws(Diagnostic) {
        self.setup = setup
        user = try ServerUser.current()
        home = try WatchedFolder(named: setup.name, under: setup.root, owner: user)
        home.isKept = setup.isKept
        folder = home.path
        port = freeLoopbackPort()
        thread = SessionThread("server \(setup.name)")
    }

    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        thread.asUnownedSerialExecutor()
    }

    package nonisolated var dataFolder: String { folder + "/data" }

    // MARK: Starting

    /// Starts the server, and makes it first when this is its first start. Does nothing when it
    /// runs.
    package func start() throws(Diagnostic) {
        if isRunning { return }
        let isNew = !FileManager.default.fileExists(atPath: dataFolder + "/PG_VERSION")
        if isNew { try makeData() }
        try launch()
        if isNew { try makeRoles() }
    }

    package func restart(_ stop: Stop = .fast) throws(Diagnostic) {
        try self.stop(stop)
        try start()
    }

    package var isRunning: Bool { process?.isRunning ?? false }

    /// The postmaster; zero when it does not run.
    package var processID: Int32 { isRunning ? process?.pid ?? 0 : 0 }

    private func launch() throws(Diagnostic) {
        let log = try OpenFile(appending: home.file("log"))
        try user.own(home.file("log"))
        // The server writes "ready" into this file; an old one must not be believed.
        unlink(dataFolder + "/postmaster.pid")
        let server = setup.installation.program("postgres")
        let (program, arguments) = user.command(server, ["-D", dataFolder])
        let child = try ChildProcess(
            .init(
                program: program, arguments: arguments, environment: plainEnvironment(),
                folder: folder, output: log.descriptor))
        process = child
        try waitUntilReady(child)
    }

    private func waitUntilReady(_ child: ChildProcess) throws(Diagnostic) {
        let ready: Bool? = waitFor(.seconds(120)) {
            if !child.isRunning { return false }
            return readText(self.dataFolder + "/postmaster.pid")?.contains("\nready") == true
                ? true : nil
        }
        if ready == true { return }
        child.send(SIGKILL)
        child.wait()
        throw Diagnostic(
            .error, .couldNotStart,
            "PostgreSQL \(setup.installation.version) did not become ready on port \(port)",
            detail: logTail())
    }

    // MARK: Stopping

    /// Stops the server and keeps its data. Does nothing when it does not run.
    package func stop(_ stop: Stop = .fast) throws(Diagnostic) {
        guard let process, process.isRunning else { return }
        process.send(stop.signal)
        if process.waitUntilEnded(.seconds(120)) != nil { return }
        throw Diagnostic(
            .error, .couldNotStop, "the server on port \(port) still runs two minutes later",
            detail: logTail())
    }

    /// Ends every process of the server at once with -9, as a loss of power would.
    ///
    /// The postmaster goes first, so that it does not start what follows it anew.
    package func kill9() {
        guard let process else { return }
        process.send(SIGKILL)
        process.wait()
        _ = waitFor(.seconds(20)) {
            let rest = processes(workingIn: dataFolder, running: "postgres")
            rest.forEach { kill($0, SIGKILL) }
            return rest.isEmpty ? true : nil
        }
    }

    /// Ends the server and removes its folder, unless that is kept.
    package func discard() {
        process?.send(SIGQUIT)
        _ = process?.waitUntilEnded(.seconds(20))
        home.discard()
        process?.wait()
    }

    /// Decides anew whether the folder stays: a test that failed keeps it.
    package func keepFolder(_ keep: Bool = true) { home.isKept = keep }

    // MARK: Asking

    /// How to reach it. The password is the one of the setup's role.
    package nonisolated func settings(
        user: String = "postgres", database: String = "postgres"
    ) -> ConnectionSettings {
        ConnectionSettings(
            keywords: [
                "host": "127.0.0.1", "port": "\(port)", "user": user, "dbname": database,
            ], password: password(of: user))
    }

    package nonisolated func logTail(_ lines: Int = 20) -> String {
        lastLines(of: readText(folder + "/log") ?? "", lines)
    }

    private nonisolated func password(of role: String) -> Secret? {
        if role == "postgres", case .scram(let secret) = setup.authentication { return secret }
        return setup.roles.first { $0.name == role }?.password
    }

    /// Changes postgresql.conf; what needs a restart takes effect with the next one.
    package func configure(_ settings: [String: String]) throws(Diagnostic) {
        try append(settings)
        process?.send(SIGHUP)
    }

    // MARK: The first start

    private func makeData() throws(Diagnostic) {
        var options = ["-D", dataFolder, "-U", "postgres", "-E", "UTF8", "--locale=C", "-N"]
        if case .scram(let secret) = setup.authentication {
            try home.write(secret.reveal(), to: "password", mode: 0o600, owner: user)
            options += ["--pwfile=\(home.file("password"))", "-A", "scram-sha-256"]
        } else {
            options += ["-A", "trust"]
        }
        defer { unlink(home.file("password")) }
        let (program, arguments) = user.command(setup.installation.program("initdb"), options)
        try ShortProgram(
            program: program, arguments: arguments, environment: plainEnvironment(),
            folder: folder
        ).check()
        try append(setup.configuration(port: port, folder: folder))
        try home.write(setup.hostRules, to: "data/pg_hba.conf", mode: 0o600, owner: user)
    }

    private func append(_ settings: [String: String]) throws(Diagnostic) {
        let path = dataFolder + "/postgresql.conf"
        let text = (readText(path) ?? "") + configurationLines(settings)
        try home.write(text, to: "data/postgresql.conf", mode: 0o600, owner: user)
    }

    private func makeRoles() throws(Diagnostic) {
        guard !setup.roles.isEmpty else { return }
        do {
            let session = try Session(settings())
            defer { session.close() }
            for statement in setup.roles.flatMap(\.statements) {
                _ = try session.execute(statement)
            }
        } catch {
            throw Diagnostic(
                .error, .fixtureFailed, "could not make the server's roles", detail: "\(error).")
        }
    }
}

extension TemporaryServer.Stop {
    fileprivate var signal: Int32 {
        switch self {
        case .fast: SIGINT
        case .immediate: SIGQUIT
        case .smart: SIGTERM
        }
    }
}
