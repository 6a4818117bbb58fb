import Diagnostics
import FoundationEssentials
import Glibc

/// The user that servers run as: PostgreSQL and PgBouncer refuse to run as root.
struct ServerUser {
    /// Who we become; nil when we already are an ordinary user.
    private let other: Identity?

    private struct Identity {
        let user: uid_t
        let group: gid_t
    }

    /// Ourselves, or `postgres` (`APUS_SERVER_USER`) when we are root.
    static func current() throws(Diagnostic) -> ServerUser {
        guard geteuid() == 0 else { return ServerUser(other: nil) }
        let name = ProcessInfo.processInfo.environment["APUS_SERVER_USER"] ?? "postgres"
        guard let entry = getpwnam(name)?.pointee else {
            throw Diagnostic(
                .error, .programMissing,
                "servers cannot run as root, and there is no user \"\(name)\"",
                hint: "useradd --system postgres, or name a user in APUS_SERVER_USER.")
        }
        return ServerUser(other: Identity(user: entry.pw_uid, group: entry.pw_gid))
    }

    /// The command that runs a program as this user.
    ///
    /// setpriv replaces itself with the program, so the process id we know is the program's;
    /// runuser stays in between.
    func command(_ program: String, _ arguments: [String]) -> (String, [String]) {
        guard let other else { return (program, arguments) }
        let become = ["--reuid=\(other.user)", "--regid=\(other.group)", "--clear-groups", "--"]
        return (Self.setpriv, become + [program] + arguments)
    }

    /// Gives this user a file or folder that we made.
    func own(_ path: String) throws(Diagnostic) {
        guard let other else { return }
        guard chown(path, other.user, other.group) == 0 else {
            throw Diagnostic(
                .error, .folderFailed, "could not give \(path) to the servers' user",
                detail: String(cString: strerror(errno)) + ".")
        }
    }

    private static let setpriv =
        ["/usr/bin/setpriv", "/bin/setpriv"].first(where: isExecutable) ?? "/usr/bin/setpriv"
}

/// Our environment without the variables that would lead a client or server program elsewhere.
func plainEnvironment(adding more: [String: String] = [:]) -> [String: String] {
    ProcessInfo.processInfo.environment
        // A server that runs as another user has that one's home, where it may look for
        // certificates of its own.
        .filter { !$0.key.hasPrefix("PG") && $0.key != "HOME" }
        .merging(more) { _, new in new }
}
