import Diagnostics
import Glibc

/// A file that is there as long as somebody holds on to it.
final class TemporaryFile: Sendable {
    let path: String

    init(_ text: String) throws(Diagnostic) {
        path = "/tmp/apus-\(getpid())-\(UInt64.random(in: 0 ... .max))"
        try writeFile(text, to: path, mode: 0o600)
    }

    deinit { unlink(path) }
}
