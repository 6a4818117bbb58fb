import Diagnostics
import Foundation
import MigrationCore

/// The settings of whoever runs this: from the environment, the project's file and the user's.
struct OperatorSettings {
    private let environment: [String: String]
    /// The nearest first.
    private let files: [SettingsFile]

    /// - Throws: what is wrong with one of the files.
    static func load() throws -> OperatorSettings {
        let environment = ProcessInfo.processInfo.environment
        var files: [SettingsFile] = []
        for path in [projectFile(), userFile(environment)].compactMap({ $0 }) {
            guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { continue }
            let (settings, diagnostics) = SettingsFile.read(text, file: path)
            for diagnostic in diagnostics.dropLast() { printError(diagnostic.description) }
            if let last = diagnostics.last { throw last }
            files.append(settings)
        }
        return OperatorSettings(environment: environment, files: files)
    }

    func resolve(_ setting: Setting, flag: String?) -> (value: String?, origin: SettingOrigin) {
        setting.resolve(flag: flag, environment: environment, files: files)
    }

    /// In this folder or the nearest one above it.
    private static func projectFile() -> String? {
        var folder = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
        while true {
            let file = folder.appendingPathComponent("apus.yaml").path
            if FileManager.default.fileExists(atPath: file) { return file }
            let above = folder.deletingLastPathComponent()
            guard above.path != folder.path else { return nil }
            folder = above
        }
    }

    private static func userFile(_ environment: [String: String]) -> String? {
        let base = environment["XDG_CONFIG_HOME"] ?? environment["HOME"].map { $0 + "/.config" }
        return base.map { $0 + "/apus/config.yaml" }
    }
}
