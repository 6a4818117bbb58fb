/// One flag: what it is called, what it takes, and what completion says about it.
struct RenderFlag {
    /// How a value adds to those before it.
    enum Kind { case toggle, text, list, commaList }

    /// What may stand behind the flag, for completion.
    enum Value { case nothing, file, folder, oneOf([String]), free }

    let name: String
    var letter: Character?
    let kind: Kind
    var value = Value.nothing
    let says: String
    /// `fmt` takes few of them.
    var isOfFormatting = false

    init(
        _ name: String, letter: Character? = nil, _ kind: Kind, _ says: String,
        value: Value = .nothing, ofFormatting: Bool = false
    ) {
        self.name = name
        self.letter = letter
        self.kind = kind
        self.value = value
        self.says = says
        isOfFormatting = ofFormatting
    }

    static let ofFormatting = all.filter(\.isOfFormatting)
    static let ofHelp = all.filter { $0.name == "help" }
    static let all: [RenderFlag] = input + dataValues + templates + output + beyond + forgotten

    private static let input = [
        RenderFlag(
            "file", letter: "f", .list, "File, folder, -, address, or new-name=path", value: .file,
            ofFormatting: true),
        RenderFlag("file-mark", .list, "What a file is: path:key=value", value: .free),
        RenderFlag("bulk-in", .text, "Files as JSON", value: .free),
        RenderFlag(
            "allow-symlink-destination", .commaList, "Where links may lead to", value: .file),
        RenderFlag("dangerous-allow-all-symlink-destinations", .toggle, "Links may lead anywhere"),
    ]

    private static let dataValues = [
        RenderFlag("data-value", letter: "v", .list, "Data value as text: key=text", value: .free),
        RenderFlag("data-value-yaml", .list, "Data value as YAML: key=yaml", value: .free),
        RenderFlag("data-value-file", .list, "Data value from a file: key=path", value: .free),
        RenderFlag("data-values-env", .list, "Data values from variables, by prefix", value: .free),
        RenderFlag("data-values-env-yaml", .list, "The same, read as YAML", value: .free),
        RenderFlag("data-values-file", .list, "Data values from a plain YAML file", value: .file),
        RenderFlag("data-values-inspect", .toggle, "Print the data values"),
        RenderFlag("data-values-schema-inspect", .toggle, "Print their schema, as OpenAPI"),
        RenderFlag(
            "dangerous-data-values-disable-validation", .toggle, "Do not validate data values"),
    ]

    private static let templates = [
        RenderFlag("strict", letter: "s", .toggle, "Refuse ambiguous YAML", ofFormatting: true),
        RenderFlag("ignore-unknown-comments", .toggle, "Take comments that are no code"),
        RenderFlag("implicit-map-key-overrides", .toggle, "The last of equal keys counts"),
        RenderFlag("debug", .toggle, "Say on standard error what is done", ofFormatting: true),
    ]

    private static let output = [
        RenderFlag(
            "output", letter: "o", .commaList, "Form of the output",
            value: .oneOf(["yaml", "json", "pos", "openapi-v3", "sourcemap"])),
        RenderFlag("output-files", .text, "Write files into a folder", value: .folder),
        RenderFlag(
            "dangerous-emptied-output-directory", .text, "The same, emptied before", value: .folder),
        RenderFlag("bulk-out", .toggle, "Print files as JSON"),
        RenderFlag("files-inspect", .toggle, "List the files that would be rendered"),
        RenderFlag("help", letter: "h", .toggle, "Say how to use this", ofFormatting: true),
    ]

    private static let beyond = [
        RenderFlag("watch", .toggle, "Render again whenever an input changes"),
        RenderFlag("explain", .text, "Say what made a node of the output", value: .free),
        RenderFlag("check", .text, "End with 2 when what was committed is stale", value: .file),
    ]

    /// Taken for the sake of old scripts, and shown to nobody.
    private static let forgotten = [
        RenderFlag("output-directory", .text, "", value: .folder),
        RenderFlag("filter-template-files", .list, "", value: .free),
        RenderFlag("enable-experiment-schema", .toggle, ""),
    ]
}
