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

    /// Renders and ends the process, when that is what it was started for: under the name `ytt`, or
    /// with the word `render`. Nothing else is loaded or looked at first.
    package static func startIfAsked() {
        let words = CommandLine.arguments
        if words.first?.split(separator: "/").last == "ytt" {
            exit(RenderProgram(name: "ytt").run(Array(words.dropFirst())))
        }
        if words.dropFirst().first == "render" {
            exit(RenderProgram(name: "apus render").run(Array(words.dropFirst(2))))
        }
    }

    package func run(_ arguments: [String]) -> Int32 {
        do {
            return try command(arguments.first ?? "", Array(arguments.dropFirst()))
                ?? render(arguments, program: "ytt")
        } catch {
            warn(of: error)
            return 1
        }
    }

    /// - Returns: the exit status, or nil when the word names no command.
    private func command(_ word: String, _ rest: [String]) throws -> Int32? {
        switch word {
        case "version", "--version":
            _ = try RenderFlags(rest, program: "ytt version", taking: RenderFlag.ofHelp)
            try FileSystem.print("ytt version \(RenderHelp.version)\n")
        case "help", "--help", "-h": try FileSystem.print(RenderHelp.text(name))
        case "fmt": try Rendering.withRoom { try FormatCommand.run(rest) }
        case "completion":
            try FileSystem.print(try CompletionCommand.script(rest, name: name))
        case "__complete", "__completeNoDesc":
            try FileSystem.print(CompletionCommand.answer(to: rest))
        case "website": throw Problem.website
        case "template", "tpl", "t": return try render(rest, program: "ytt template")
        default: return nil
        }
        return 0
    }

    private struct Problem: Error, CustomStringConvertible {
        let description: String

        static let website = Problem(
            description: "There is no website here: ytt's own serves its playground, which is at "
                + "https://carvel.dev/ytt (hint: with --watch what is edited is rendered at once)")
    }

    private func render(_ arguments: [String], program: String) throws -> Int32 {
        let flags = try RenderFlags(arguments, program: program)
        if flags.wantsHelp {
            try FileSystem.print(RenderHelp.text(name))
            return 0
        }
        let invocation = RenderInvocation(flags, showsCarets: name != "ytt")
        guard flags.has("watch") else { return try invocation.run() }
        try RenderWatch(invocation).run { warn(of: $0) }
    }

    private func warn(of error: any Error) {
        FileSystem.warn("\(name): Error: \(ErrorLines.broken(String(describing: error)))")
        if name != "ytt", let hint = (error as? RenderFlags.Problem)?.hint {
            FileSystem.warn("  hint: \(hint)")
        }
    }
}
