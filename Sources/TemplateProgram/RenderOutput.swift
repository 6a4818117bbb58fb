import Templating

/// Where results go: standard output, a folder, or JSON.
struct RenderOutput {
    private let formats: [String]
    private let isSchema: Bool
    private let folder: String?
    private let emptiesFolder: Bool

    struct Problem: Error, CustomStringConvertible {
        let description: String
    }

    private static let suspiciousFolders = ["/", ".", "./", ""]

    init(_ flags: RenderFlags) {
        formats = flags.lists["output"] ?? []
        isSchema = flags.has("data-values-schema-inspect")
        let emptied = flags.last("dangerous-emptied-output-directory") ?? ""
        let kept = flags.last("output-files") ?? ""
        emptiesFolder = !emptied.isEmpty
        folder = emptiesFolder ? emptied : kept.isEmpty ? nil : kept
    }

    func write(_ result: Rendering.Result) throws {
        if let folder { return try write(result.files, to: folder) }
        let text = try text(result)
        if result.hasTextFiles {
            FileSystem.warn(
                "\nWarning: Found Non-YAML templates in input. Non-YAML templates are not rendered "
                    + "to standard output.\nIf you want to include those results, use the "
                    + "--output-files or --dangerous-emptied-output-directory flag.")
        }
        try FileSystem.print(text)
    }

    /// What goes to standard output.
    func text(_ result: Rendering.Result) throws -> [UInt8] { try result.text(try format()) }

    /// The first format of documents that is named; others may say how a schema is described.
    private func format() throws(Problem) -> Rendering.Format {
        var format: Rendering.Format?
        for name in formats where name != "openapi-v3" {
            guard let known = Rendering.Format(rawValue: name) else {
                throw Problem(description: "Unknown output type '\(name)'")
            }
            format = format ?? known
        }
        if formats.contains("openapi-v3"), !isSchema {
            throw Problem(
                description: "Output type currently only supported for data values schema "
                    + "(i.e. include --data-values-schema-inspect)")
        }
        return format ?? .yaml
    }

    private func write(_ files: [OutputFile], to folder: String) throws {
        if emptiesFolder {
            guard !Self.suspiciousFolders.contains(folder) else {
                let names = Self.suspiciousFolders.map { "'\($0)'" }.joined(separator: ", ")
                throw Problem(
                    description: "Expected output directory path to not be one of \(names)")
            }
            try FileSystem.remove(folder)
        }
        try checkUnique(files)
        try FileSystem.makeFolder(folder)
        for file in files {
            let path = Paths.joined(folder, file.path)
            guard Paths.isInside(path, Paths.cleaned(folder)) else {
                throw Problem(
                    description: "Expected output file '\(file.path)' to be inside of '\(folder)'")
            }
            try FileSystem.print("creating: \(path)\n")
            try FileSystem.makeFolder(Paths.parent(path))
            try FileSystem.write(file.bytes, to: path)
        }
    }

    private func checkUnique(_ files: [OutputFile]) throws {
        var seen: Set<String> = []
        let repeated = files.map(\.path).filter { !seen.insert($0).inserted }
        if !repeated.isEmpty {
            throw Problem(
                description: "Multiple files have same output destination paths: "
                    + Array(Set(repeated)).sorted().joined(separator: ", "))
        }
    }
}
