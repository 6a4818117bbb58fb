package import Diagnostics
import Yams

/// A file with settings: `apus.yaml` of a project, or the user's `config.yaml`.
package struct SettingsFile: Hashable, Sendable {
    package struct Value: Hashable, Sendable {
        package let text: String
        /// `apus.yaml:3:9`
        package let place: String
    }

    private var found: [Setting: Value] = [:]

    /// Each setting that the file has, with its place.
    package var values: [Setting: (text: String, place: String)] {
        found.mapValues { ($0.text, $0.place) }
    }

    /// - Returns: the settings, and everything that was wrong with the file.
    package static func read(_ text: String, file: String) -> (SettingsFile, [Diagnostic]) {
        var settings = SettingsFile()
        do {
            guard let node = try Yams.compose(yaml: text) else { return (settings, []) }
            var reader = SectionReader(file: file, path: "", node: node)
            for setting in Setting.allCases {
                guard let value = reader.value(setting.rawValue),
                    let text = reader.string(of: value, setting.rawValue)
                else { continue }
                settings.found[setting] = Value(
                    text: text, place: "\(reader.place(of: value))")
            }
            reader.reportUnknownKeys()
            return (settings, reader.diagnostics)
        } catch {
            return (
                settings,
                [Diagnostic(.error, .fileNotYAML, "\(file) is not YAML: \(error)")]
            )
        }
    }
}
