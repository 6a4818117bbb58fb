import Templating

/// `fmt`: rewrites YAML in one form, comments kept.
enum FormatCommand {
    static func run(_ arguments: [String]) throws {
        let flags = try RenderFlags(
            arguments, program: "ytt fmt", taking: RenderFlag.ofFormatting)
        if flags.wantsHelp { return try FileSystem.print(RenderHelp.formatting) }
        let start = ContinuousClock.now
        defer {
            if flags.has("debug") { FileSystem.say("total: \(ContinuousClock.now - start)\n") }
        }
        let finder = InputFinder(allowedDestinations: [], allowsAll: false)
        for file in try finder.files(flags.lists["file"] ?? []) where file.isYAML {
            try FileSystem.print(
                try YAMLFormatter.format(
                    file.bytes(), name: file.path, isStrict: flags.has("strict")))
        }
    }
}
