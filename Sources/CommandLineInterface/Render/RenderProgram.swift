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
            case "template", "tpl", "t":
                return try render(Array(arguments.dropFirst()), program: "ytt template")
            default: return try render(arguments, program: "ytt")
            }
            return 0
        } catch {
            warn(of: error)
            return 1
        }
    }

    private func render(_ arguments: [String], program: String) throws -> Int32 {
        let flags = try RenderFlags(arguments, program: program)
        if flags.wantsHelp {
            FileSystem.print(RenderHelp.text(name))
            return 0
        }
        let invocation = RenderInvocation(flags, showsCarets: name != "ytt")
        guard flags.has("watch") else { return try Rendering.withRoom { try invocation.run() } }
        return try RenderWatch(invocation).run { warn(of: $0) }
    }

    private func warn(of error: any Error) {
        FileSystem.warn("\(name): Error: \(ErrorLines.broken(String(describing: error)))")
    }
}
