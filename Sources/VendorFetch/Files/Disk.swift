import CExchange
package import Diagnostics
import VendorCore

#if canImport(Glibc)
    import Glibc

    private let systemRead = Glibc.read
    private let systemWrite = Glibc.write
#else
    import Darwin

    private let systemRead = Darwin.read
    private let systemWrite = Darwin.write
#endif

/// Files and folders, with errors that name them. Nothing here follows a link it did not mean to.
package enum Disk {
    package enum Kind: String, Hashable, Sendable, Codable { case file, folder, link, other }

    /// What `lstat` says of one path.
    package struct Status: Hashable, Sendable {
        package let kind: Kind
        package let permissions: UInt32
        package let size: Int
        /// In nanoseconds; of the last change to its bytes, and to its attributes.
        package let modified: Int
        package let changed: Int
        package let inode: UInt64
    }

    /// Nil when nothing is there.
    package static func status(_ path: String, followsLinks: Bool = false) -> Status? {
        var result = stat()
        let code = followsLinks ? stat(path, &result) : lstat(path, &result)
        guard code == 0 else { return nil }
        let kind: Kind
        switch result.st_mode & S_IFMT {
        case S_IFREG: kind = .file
        case S_IFDIR: kind = .folder
        case S_IFLNK: kind = .link
        default: kind = .other
        }
        #if canImport(Glibc)
            let (modified, changed) = (result.st_mtim, result.st_ctim)
        #else
            let (modified, changed) = (result.st_mtimespec, result.st_ctimespec)
        #endif
        return Status(
            kind: kind, permissions: UInt32(result.st_mode) & 0o7777, size: Int(result.st_size),
            modified: modified.tv_sec * 1_000_000_000 + modified.tv_nsec,
            changed: changed.tv_sec * 1_000_000_000 + changed.tv_nsec,
            inode: UInt64(result.st_ino))
    }

    package static func exists(_ path: String) -> Bool { status(path) != nil }

    /// The names in a folder in byte order.
    package static func names(in folder: String) throws(Diagnostic) -> [String] {
        guard let stream = opendir(folder) else { throw failure("could not open", folder) }
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

    /// Everything below a folder, parents before their children, links not followed.
    package static func walk(
        _ folder: String, below path: String = ""
    ) throws(Diagnostic) -> [(path: String, status: Status)] {
        var result: [(path: String, status: Status)] = []
        for name in try names(in: path.isEmpty ? folder : "\(folder)/\(path)") {
            let child = path.isEmpty ? name : "\(path)/\(name)"
            guard let status = status("\(folder)/\(child)") else { continue }
            result.append((child, status))
            if status.kind == .folder { result += try walk(folder, below: child) }
        }
        return result
    }

    // MARK: Reading and writing

    package static func read(_ path: String) throws(Diagnostic) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("could not open", path) }
        defer { close(descriptor) }
        var state = stat()
        let expected = fstat(descriptor, &state) == 0 ? Int(state.st_size) : 0
        var bytes: [UInt8] = []
        while true {
            let room = max(4096, expected - bytes.count + 1)
            var count = 0
            let chunk = [UInt8](unsafeUninitializedCapacity: room) { buffer, filled in
                count = buffer.baseAddress.map { systemRead(descriptor, $0, room) } ?? 0
                filled = max(0, count)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure("could not read", path) }
            if count == 0 { return bytes }
            if bytes.isEmpty { bytes = chunk } else { bytes += chunk }
        }
    }

    package static func readText(_ path: String) throws(Diagnostic) -> String {
        String(decoding: try read(path), as: UTF8.self)
    }

    package static func write(
        _ bytes: [UInt8], to path: String, permissions: UInt32 = 0o666
    ) throws(Diagnostic) {
        let descriptor = open(
            path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, mode_t(permissions))
        guard descriptor >= 0 else { throw failure("could not write", path) }
        defer { close(descriptor) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failure("could not write", path) }
            rest = rest.dropFirst(count)
        }
    }

    /// A reader sees the old file or the new one, and never half of it.
    package static func replace(
        _ path: String, with text: String, permissions: UInt32 = 0o600
    ) throws(Diagnostic) {
        let kept = status(path)?.permissions ?? permissions
        let temporary = "\(path).\(getpid()).tmp"
        unlink(temporary)
        try write(Array(text.utf8), to: temporary, permissions: kept)
        guard rename(temporary, path) == 0 else { throw failure("could not replace", path) }
    }

    // MARK: Folders

    package static func makeFolder(
        _ path: String, permissions: UInt32 = 0o700
    ) throws(Diagnostic) {
        if mkdir(path, mode_t(permissions)) == 0 { return }
        switch errno {
        case EEXIST where status(path, followsLinks: true)?.kind == .folder: return
        case ENOENT:
            let parent = RelativePath.parent(path)
            guard parent != path, parent != "." else { throw failure("could not make", path) }
            try makeFolder(parent, permissions: permissions)
            if mkdir(path, mode_t(permissions)) == 0 || errno == EEXIST { return }
            throw failure("could not make", path)
        default: throw failure("could not make", path)
        }
    }

    /// A folder with everything in it, or a file; nothing happens when nothing is there.
    package static func remove(_ path: String) throws(Diagnostic) {
        guard let status = status(path) else { return }
        if status.kind == .folder {
            if status.permissions & 0o700 != 0o700 { chmod(path, 0o700) }
            for name in try names(in: path) { try remove("\(path)/\(name)") }
            guard rmdir(path) == 0 || errno == ENOENT else {
                throw failure("could not remove", path)
            }
        } else {
            guard unlink(path) == 0 || errno == ENOENT else {
                throw failure("could not remove", path)
            }
        }
    }

    package static func setPermissions(_ path: String, _ bits: UInt32) throws(Diagnostic) {
        guard chmod(path, mode_t(bits)) == 0 else { throw failure("could not chmod", path) }
    }

    package static func move(_ source: String, to target: String) throws(Diagnostic) {
        if rename(source, target) == 0 { return }
        guard errno == EXDEV else { throw failure("could not move '\(source)' to", target) }
        try copy(source, to: target)
        try remove(source)
    }

    /// Swaps two paths in one step.
    /// - Returns: false where the file system cannot.
    static func exchange(_ a: String, _ b: String) -> Bool { exchange_paths(a, b) == 0 }

    // MARK: Links and copies

    package static func target(ofLink path: String) throws(Diagnostic) -> String {
        var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX) + 1)
        let count = buffer.withUnsafeMutableBytes {
            $0.bindMemory(to: CChar.self).baseAddress.map { readlink(path, $0, Int(PATH_MAX)) }
                ?? -1
        }
        guard count >= 0 else { throw failure("could not read the link", path) }
        return String(decoding: buffer[..<count], as: UTF8.self)
    }

    package static func makeLink(_ path: String, to target: String) throws(Diagnostic) {
        guard symlink(target, path) == 0 else { throw failure("could not make the link", path) }
    }

    /// With modes; links stay links.
    package static func copy(
        _ source: String, to target: String, linksFiles: Bool = false
    ) throws(Diagnostic) {
        guard let status = status(source) else { throw failure("lstat", source) }
        switch status.kind {
        case .folder:
            try makeFolder(target, permissions: 0o700)
            for name in try names(in: source) {
                try copy("\(source)/\(name)", to: "\(target)/\(name)", linksFiles: linksFiles)
            }
            try setPermissions(target, status.permissions)
        case .link: try makeLink(target, to: Disk.target(ofLink: source))
        case .file:
            if linksFiles, link(source, target) == 0 { return }
            try write(read(source), to: target, permissions: 0o600)
            try setPermissions(target, status.permissions)
        case .other:
            throw Diagnostic(.error, .fileFailed, "\(source) is neither file, folder nor link")
        }
    }

    /// The path without links; nil when it leads nowhere.
    package static func resolved(_ path: String) -> String? {
        guard let found = realpath(path, nil) else { return nil }
        defer { free(found) }
        return String(cString: found)
    }

    static func failure(_ operation: String, _ path: String) -> Diagnostic {
        let reason = String(cString: strerror(errno))
        return Diagnostic(
            .error, .fileFailed,
            "\(operation) \(path): \(reason.prefix(1).lowercased() + reason.dropFirst())")
    }
}
