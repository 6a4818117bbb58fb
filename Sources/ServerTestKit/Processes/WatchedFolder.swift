import Diagnostics
import Glibc

/// A temporary folder that does not outlive us, and neither does what runs in it.
///
/// A small shell waits at the other end of a pipe. When the pipe closes, because we closed it or
/// because we were killed with -9, it ends every server program whose working directory lies in
/// the folder, by process id, and removes the folder. There is no other way to remove it, so the
/// way taken after a crash is the way taken, and tested, every day.
final class WatchedFolder {
    let path: String
    private let pipe: OpenFile
    private let watchdog: ChildProcess

    /// - Parameter owner: the user whose programs work in it.
    init(named name: String, under root: String, owner: ServerUser) throws(Diagnostic) {
        let path = try makeFolder(named: name, under: root, owner: owner)
        let ends = try Pipe()
        do {
            watchdog = try ChildProcess(
                .init(
                    program: "/bin/sh", arguments: ["-c", watchdogScript, "watchdog", path],
                    environment: ["PATH": "/usr/local/bin:/usr/bin:/bin"], folder: "/",
                    input: ends.reader.descriptor))
        } catch {
            rmdir(path)
            throw error
        }
        self.path = path
        pipe = ends.writer
    }

    /// Whether the folder stays when we end; what runs in it ends all the same.
    var isKept = false {
        didSet { pipe.write(isKept ? "keep\n" : "remove\n") }
    }

    /// Ends what still runs here and removes the folder.
    func discard() {
        pipe.close()
        watchdog.wait()
    }

    func file(_ name: String) -> String { path + "/" + name }

    func write(
        _ text: String, to name: String, mode: mode_t = 0o644, owner: ServerUser
    ) throws(Diagnostic) {
        try writeFile(text, to: file(name), mode: mode)
        try owner.own(file(name))
    }
}

/// Writes the whole text, or says why not. A new file is never readable by more than `mode` says.
func writeFile(_ text: String, to path: String, mode: mode_t = 0o644) throws(Diagnostic) {
    let file = try OpenFile(replacing: path, mode: mode)
    guard file.write(text) else {
        throw Diagnostic(
            .error, .folderFailed, "could not write \(path)",
            detail: String(cString: strerror(errno)) + ".")
    }
}

private func makeFolder(
    named name: String, under root: String, owner: ServerUser
) throws(Diagnostic) -> String {
    var template = Array((root + "/" + name + ".XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else {
        throw Diagnostic(
            .error, .folderFailed, "could not make a folder in \(root)",
            detail: String(cString: strerror(errno)) + ".")
    }
    let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    // Clients of other users reach a pooler's files through it; data folders close themselves.
    chmod(path, 0o755)
    try owner.own(path)
    return path
}

/// SIGQUIT is PostgreSQL's immediate shutdown and PgBouncer's too; a program that ignores it gets
/// three seconds. Only programs of ours are ended: a person may have opened a shell in the folder.
private let watchdogScript = """
    folder=$1
    keep=no
    while IFS= read -r word; do
      case $word in keep) keep=yes ;; remove) keep=no ;; esac
    done
    inside() {
      find /proc/[0-9]*/cwd -maxdepth 0 -printf '%h %l\\n' 2>/dev/null |
      while IFS=' ' read -r process here; do
        case $here in "$folder"|"$folder"/*) ;; *) continue ;; esac
        case $(readlink "$process/exe" 2>/dev/null) in
          */postgres*|*/initdb*|*/pgbouncer*|*/setpriv*) echo "${process#/proc/}" ;;
        esac
      done
    }
    turn=0
    while pids=$(inside); [ -n "$pids" ] && [ "$turn" -lt 100 ]; do
      signal=QUIT
      [ "$turn" -lt 60 ] || signal=KILL
      if [ $((turn % 20)) -eq 0 ]; then kill -s "$signal" $pids 2>/dev/null; fi
      turn=$((turn + 1))
      sleep 0.05
    done
    [ "$keep" = yes ] || rm -rf -- "$folder"
    """
