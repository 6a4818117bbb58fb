import Templating

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Rendering as a program of its own: arguments in, an exit status out.
package struct RenderProgram {
    /// What messages begin with.
    let name: String

    package init(name: String) { self.name = name }

    /// Whether the process was started under the name `ytt`.
    package static var isCalledYtt: Bool {
        CommandLine.arguments.first?.split(separator: "/").last == "ytt"
    }

    /// Runs with the process's own arguments, and ends it.
    package static func start() -> Never {
        exit(RenderProgram(name: "ytt").run(Array(CommandLine.arguments.dropFirst())))
    }

    package func run(_ arguments: [String]) -> Int32 {
        do {
            switch arguments.first {
            case "version", "--version":
                FileSystem.print("ytt version \(RenderHelp.version)\n")
            case "help", "--help", "-h": FileSystem.print(RenderHelp.text(name))
            case "fmt":
                try Rendering.withRoom { try FormatCommand.run(Array(arguments.dropFirst())) }
            default: try Rendering.withRoom { try render(try RenderFlags(arguments)) }
            }
            return 0
        } catch {
            FileSystem.warn("\(name): Error: \(ErrorLines.broken(String(describing: error)))")
            return 1
        }
    }

    private func render(_ flags: RenderFlags) throws {
        if flags.wantsHelp { return FileSystem.print(RenderHelp.text(name)) }
        let finder = InputFinder(
            allowedDestinations: flags.lists["allow-symlink-destination"] ?? [],
            allowsAll: flags.has("dangerous-allow-all-symlink-destinations"))
        var files: [InputFile]
        if let bulk = flags.last("bulk-in") {
            files = try BulkFiles.read(bulk)
        } else {
            files = try finder.files(flags.lists["file"] ?? [])
        }
        for (order, file) in files.enumerated() { file.order = order }
        files = try FileMarks.apply(flags.lists["file-mark"] ?? [], to: files)
        if flags.has("files-inspect") {
            return FileSystem.print(files.map { "- \($0.path)\n" }.joined())
        }
        let output = try RenderOutput(flags)
        let result = try flags.rendering(finder).run(files) { FileSystem.warn($0) }
        try output.write(result)
    }
}
