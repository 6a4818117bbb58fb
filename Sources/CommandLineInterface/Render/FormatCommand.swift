import Templating

/// `fmt`: rewrites YAML in one form, comments kept.
enum FormatCommand {
    static func run(_ arguments: [String]) throws {
        let flags = try RenderFlags(arguments, program: "ytt fmt")
        let finder = InputFinder(
            allowedDestinations: flags.lists["allow-symlink-destination"] ?? [],
            allowsAll: flags.has("dangerous-allow-all-symlink-destinations"))
        for file in try finder.files(flags.lists["file"] ?? []) where file.isYAML {
            FileSystem.print(
                try YAMLFormatter.format(
                    file.bytes(), name: file.path, isStrict: flags.has("strict")))
        }
    }
}
