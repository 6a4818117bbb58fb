import CSpawn
import Diagnostics
import Glibc

/// A file descriptor that closes itself and that no program we start inherits.
final class OpenFile {
    private(set) var descriptor: Int32

    init(taking descriptor: Int32) { self.descriptor = descriptor }

    convenience init(reading path: String) throws(Diagnostic) {
        self.init(taking: try opened(path, O_RDONLY | O_CLOEXEC))
    }

    convenience init(appending path: String) throws(Diagnostic) {
        self.init(taking: try opened(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC))
    }

    convenience init(replacing path: String, mode: mode_t) throws(Diagnostic) {
        self.init(taking: try opened(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode))
    }

    deinit { close() }

    func close() {
        guard descriptor >= 0 else { return }
        Glibc.close(descriptor)
        descriptor = -1
    }

    func readToEnd() -> String {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
            bytes.append(contentsOf: chunk[..<count])
        }
    }

    /// - Returns: whether everything was written.
    @discardableResult
    func write(_ text: String) -> Bool {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}

/// The two ends of a pipe.
struct Pipe {
    let reader: OpenFile
    let writer: OpenFile

    init() throws(Diagnostic) {
        var ends: [Int32] = [-1, -1]
        guard cspawn_pipe(&ends) == 0 else {
            throw Diagnostic(
                .error, .programFailed, "could not make a pipe",
                detail: String(cString: strerror(errno)) + ".")
        }
        reader = OpenFile(taking: ends[0])
        writer = OpenFile(taking: ends[1])
    }
}

private func opened(
    _ path: String, _ flags: Int32, _ mode: mode_t = 0o644
) throws(Diagnostic) -> Int32 {
    let descriptor = open(path, flags, mode)
    guard descriptor >= 0 else {
        throw Diagnostic(
            .error, .folderFailed, "could not open \(path)",
            detail: String(cString: strerror(errno)) + ".")
    }
    return descriptor
}
