#if canImport(Glibc)
    import Glibc

    private let systemRead = Glibc.read
    private let systemWrite = Glibc.write
    private var processEnvironment: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?> { environ }
#else
    import Darwin

    private let systemRead = Darwin.read
    private let systemWrite = Darwin.write
    private var processEnvironment: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?> {
        _NSGetEnviron().pointee
    }
#endif

/// Files, folders and the standard streams.
enum FileSystem {
    enum Kind { case file, folder, link, pipe, other }

    /// A system call that failed, in the reference's words.
    struct Problem: Error, CustomStringConvertible {
        let description: String

        init(_ operation: String, _ path: String) {
            let reason = String(cString: strerror(errno))
            description =
                "\(operation) \(path): \(reason.prefix(1).lowercased() + reason.dropFirst())"
        }
    }

    // MARK: Looking

    static func kind(_ path: String) throws(Problem) -> Kind {
        var status = stat()
        guard lstat(path, &status) == 0 else { throw Problem("lstat", path) }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return .file
        case S_IFDIR: return .folder
        case S_IFLNK: return .link
        case S_IFIFO: return .pipe
        default: return .other
        }
    }

    static func entries(of folder: String) throws(Problem) -> [String] {
        guard let stream = opendir(folder) else { throw Problem("open", folder) }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// The path without links.
    static func destination(_ path: String) throws(Problem) -> String {
        guard let resolved = realpath(path, nil) else { throw Problem("lstat", path) }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// Whether a link that leads to no path leads to a pipe.
    static func leadsToPipe(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO
    }

    /// The path from the root of the disk, whether or not something is there.
    static func absolute(_ path: String) -> String {
        if path.hasPrefix("/") { return Paths.cleaned(path) }
        guard let folder = getcwd(nil, 0) else { return Paths.cleaned(path) }
        defer { free(folder) }
        return Paths.joined(String(cString: folder), path)
    }

    /// `NAME=value`, in the order of the process.
    static func environment() -> [String] {
        var result: [String] = []
        var entry = processEnvironment
        while let text = entry.pointee {
            result.append(String(cString: text))
            entry += 1
        }
        return result
    }

    // MARK: Reading

    static func read(_ path: String) throws(Problem) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Problem("open", path) }
        defer { close(descriptor) }
        return try contents(descriptor, path)
    }

    private struct AlreadyRead: Error, CustomStringConvertible {
        let description =
            "Standard input has been already read once "
            + "(has the '-' argument been used in more than one flags?)"
    }

    /// One thread renders; nobody else asks.
    nonisolated(unsafe) private static var hasReadStandardInput = false

    static func readStandardInput() throws -> [UInt8] {
        guard !hasReadStandardInput else { throw AlreadyRead() }
        hasReadStandardInput = true
        return try contents(STDIN_FILENO, "stdin")
    }

    /// All that can be read from `descriptor`.
    static func readAll(_ descriptor: Int32) throws(Problem) -> [UInt8] {
        try contents(descriptor, "pipe")
    }

    private static func contents(_ descriptor: Int32, _ path: String) throws(Problem) -> [UInt8] {
        var status = stat()
        let expected = fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
        var result: [UInt8] = []
        while true {
            let room = max(65_536, expected - result.count + 1)
            var count = 0
            let chunk = [UInt8](unsafeUninitializedCapacity: room) { buffer, initialized in
                count = systemRead(descriptor, buffer.baseAddress, room)
                initialized = max(0, count)
            }
            if count < 0 {
                if errno == EINTR { continue }
                throw Problem("read", path)
            }
            if count == 0 { return result }
            if result.isEmpty { result = chunk } else { result += chunk }
        }
    }

    // MARK: Writing

    static func write(_ bytes: [UInt8], to path: String) throws(Problem) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Problem("open", path) }
        defer { close(descriptor) }
        guard writeAll(bytes, descriptor) else { throw Problem("write", path) }
    }

    static func makeFolder(_ path: String) throws(Problem) {
        if path.isEmpty || path == "." || path == "/" { return }
        var status = stat()
        if stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { return }
        try makeFolder(Paths.parent(path))
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw Problem("mkdir", path) }
    }

    /// Removes a file, or a folder with all that is in it; links are not followed.
    static func remove(_ path: String) throws(Problem) {
        guard let kind = try? kind(path) else { return }
        if kind == .folder {
            for entry in try entries(of: path) { try remove(path + "/" + entry) }
            guard rmdir(path) == 0 else { throw Problem("remove", path) }
        } else {
            guard unlink(path) == 0 else { throw Problem("remove", path) }
        }
    }

    static func print(_ text: String) throws(Problem) { try print(Array(text.utf8)) }

    /// A full disk is a failure: whoever redirects output has to know that it is not whole.
    static func print(_ bytes: [UInt8]) throws(Problem) {
        guard writeAll(bytes, STDOUT_FILENO) else { throw Problem("write", "/dev/stdout") }
    }

    static func warn(_ line: String) { say(line + "\n") }

    static func say(_ text: String) { _ = writeAll(Array(text.utf8), STDERR_FILENO) }

    static func writeAll(_ bytes: [UInt8], _ descriptor: Int32) -> Bool {
        bytes.withUnsafeBytes { buffer in
            var offset = 0
            while offset < buffer.count {
                let count = systemWrite(
                    descriptor, buffer.baseAddress?.advanced(by: offset), buffer.count - offset)
                if count < 0 {
                    if errno == EINTR { continue }
                    return false
                }
                offset += count
            }
            return true
        }
    }
}
