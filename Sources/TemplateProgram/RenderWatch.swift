import Templating

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// `--watch`: renders, and renders again whenever an input has changed, until it is interrupted.
struct RenderWatch {
    private let invocation: RenderInvocation
    /// Short enough for a person who looks at the result, long enough to cost next to nothing.
    private static let interval: UInt32 = 200_000

    struct Problem: Error, CustomStringConvertible {
        let description: String
    }

    init(_ invocation: RenderInvocation) { self.invocation = invocation }

    /// - Parameter report: receives each failure; a later change may mend it.
    func run(report: (any Error) -> Void) throws -> Never {
        let paths = invocation.flags.watchedPaths
        guard !paths.contains("-") else {
            throw Problem(description: "Standard input cannot be watched: it can be read only once")
        }
        guard !Fingerprint(paths).isEmpty else {
            throw Problem(
                description: "Nothing to watch: name files or folders that are there, with -f")
        }
        while true {
            // Looked at first: what changes while rendering is seen in the next round.
            let seen = Fingerprint(paths)
            do {
                _ = try invocation.run()
            } catch {
                report(error)
            }
            FileSystem.warn("-- watching \(seen.count) file\(seen.count == 1 ? "" : "s")")
            while Fingerprint(paths) == seen { usleep(Self.interval) }
        }
    }

    /// What tells one state of files from another without reading them.
    struct Fingerprint: Equatable {
        private struct Entry: Equatable {
            let path: String
            let inode: UInt
            let size: Int
            /// As the system keeps it: it is compared and never read.
            let changed: [UInt8]
        }

        private var entries: [Entry] = []
        var count: Int { entries.count }
        var isEmpty: Bool { entries.isEmpty }

        init(_ paths: [String]) {
            for path in paths { look(at: path) }
        }

        private mutating func look(at path: String) {
            var status = stat()
            // What is gone, or not there yet, is a state too: its entry is missing.
            guard stat(path, &status) == 0 else { return }
            if status.st_mode & S_IFMT == S_IFDIR { return lookInside(path) }
            #if canImport(Glibc)
                let changed = status.st_mtim
            #else
                let changed = status.st_mtimespec
            #endif
            entries.append(
                Entry(
                    path: path, inode: UInt(status.st_ino), size: Int(status.st_size),
                    changed: withUnsafeBytes(of: changed) { Array($0) }))
        }

        /// Links to folders are not followed, as rendering does not: they may lead in circles.
        private mutating func lookInside(_ folder: String) {
            for entry in (try? FileSystem.entries(of: folder)) ?? [] {
                let path = folder + "/" + entry
                if case .link? = try? FileSystem.kind(path), isFolder(path) { continue }
                look(at: path)
            }
        }

        private func isFolder(_ path: String) -> Bool {
            var status = stat()
            return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
        }
    }
}
