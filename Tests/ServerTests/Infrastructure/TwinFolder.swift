import Foundation

/// The example's module in a folder of its own, with a program in front of the installed one that
/// writes down how it is called.
struct TwinFolder {
    let folder: String
    /// What the commands under test find in their environment.
    var environment: [String: String] {
        [
            "PATH": "\(folder)/bin:\(ProcessInfo.processInfo.environment["PATH"] ?? "")",
            "TMPDIR": "\(folder)/tmp", "APUS_INFRASTRUCTURE_TOOL": "\(folder)/bin/terraform",
        ]
    }

    static let program = ["terraform", "tofu"].lazy.flatMap { name in
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
            .map { "\($0)/\(name)" }
    }.first { FileManager.default.isExecutableFile(atPath: $0) }

    static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    init(_ more: [String: String] = [:]) throws {
        folder =
            FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
            .appending(path: "apus-twin-\(UUID().uuidString)").path
        for name in ["bin", "tmp"] {
            try FileManager.default.createDirectory(
                atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
        }
        let twin = Self.root.appending(path: "Examples/infrastructure/twin")
        for name in ["main.tf", "rules.yaml", "modules"] {
            try FileManager.default.copyItem(
                atPath: twin.appending(path: name).path, toPath: "\(folder)/\(name)")
        }
        for (name, text) in more { try Data(text.utf8).write(to: url(name)) }
        let script = """
            #!/bin/sh
            { printf '%s ' "$@"; echo; } >> '\(folder)/arguments.log'
            find "$TMPDIR" -mindepth 1 -maxdepth 1 -perm /077 >> '\(folder)/open.log'
            exec '\(Self.program ?? "")' "$@"

            """
        try Data(script.utf8).write(to: url("bin/terraform"))
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o700], ofItemAtPath: "\(folder)/bin/terraform")
    }

    func url(_ name: String) -> URL { URL(filePath: "\(folder)/\(name)") }

    func text(_ name: String) -> String {
        (try? String(contentsOf: url(name), encoding: .utf8)) ?? ""
    }

    func remove() { try? FileManager.default.removeItem(atPath: folder) }

    /// Runs the installed program itself, not the one in front of it.
    @discardableResult
    func terraform(_ arguments: [String], _ environment: [String: String] = [:]) throws -> Data {
        let process = Process()
        process.executableURL = URL(filePath: Self.program ?? "")
        process.arguments = arguments
        process.currentDirectoryURL = URL(filePath: folder)
        process.environment = ProcessInfo.processInfo.environment
            .merging(["CHECKPOINT_DISABLE": "1"]) { $1 }.merging(environment) { $1 }
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(arguments: arguments) }
        return bytes
    }

    struct Failure: Error { let arguments: [String] }
}
