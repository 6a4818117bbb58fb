import Templating

/// One run with its flags: files in, results out. It may be done again, as when watching.
struct RenderInvocation {
    let flags: RenderFlags
    let finder: InputFinder
    /// More than the reference says: under its name nobody expects it.
    private let showsCarets: Bool

    init(_ flags: RenderFlags, showsCarets: Bool) {
        self.flags = flags
        self.showsCarets = showsCarets
        finder = InputFinder(
            allowedDestinations: flags.lists["allow-symlink-destination"] ?? [],
            allowsAll: flags.has("dangerous-allow-all-symlink-destinations"))
    }

    /// Runs where trees of any depth have room; with `--debug`, says at the end how long it took.
    ///
    /// - Returns: the exit status.
    func run() throws -> Int32 {
        let start = ContinuousClock.now
        defer { trace?("total: \(ContinuousClock.now - start)\n") }
        return try Rendering.withRoom(render)
    }

    /// What is said on the way, where somebody asked for it.
    private var trace: ((String) -> Void)? {
        flags.has("debug") ? { FileSystem.say($0) } : nil
    }

    private func render() throws -> Int32 {
        let files = try inputFiles()
        if flags.has("bulk-out") {
            try writeBulk(files)
            return 0
        }
        if let path = flags.last("explain") {
            try FileSystem.print(try rendering().explain(path, files) { FileSystem.warn($0) })
            return 0
        }
        let result = try rendered(files)
        let output = RenderOutput(flags)
        if let path = flags.last("check") { return try OutputCheck(path, output).run(result) }
        try output.write(result)
        return 0
    }

    func inputFiles() throws -> [InputFile] {
        let files: [InputFile]
        if let bulk = flags.last("bulk-in") {
            files = try BulkFiles.read(bulk)
        } else {
            files = try finder.files(flags.lists["file"] ?? [])
        }
        for (order, file) in files.enumerated() { file.order = order }
        return files
    }

    private func rendering() throws -> Rendering {
        var rendering = try flags.rendering(finder)
        rendering.options.showsCarets = showsCarets
        rendering.options.forgetsPrograms = flags.has("watch")
        rendering.trace = trace
        rendering.fileMarks = flags.lists["file-mark"] ?? []
        return rendering
    }

    private func rendered(_ files: [InputFile]) throws -> Rendering.Result {
        try rendering().run(files) { FileSystem.warn($0) }
    }

    /// A failure is a part of the result there, and the exit status stays 0, as the reference's.
    private func writeBulk(_ files: [InputFile]) throws {
        let result: Rendering.Result
        do {
            result = try rendered(files)
        } catch {
            return try FileSystem.print(try BulkFiles.write(error: String(describing: error)))
        }
        try FileSystem.print(try BulkFiles.write(result.files))
    }
}
