/// Something about the program itself that an operator may set once instead of with every command.
///
/// What a migration does stands in its own file, which is reviewed; this is only about how this
/// person, on this machine, works with it. A password is never a setting.
package enum Setting: String, CaseIterable, Hashable, Sendable {
    case migrationFile = "migration_file"
    case output
    case stateDir = "state_dir"

    package var flag: String {
        switch self {
        case .migrationFile: "--file"
        case .output: "--output"
        case .stateDir: "--state-dir"
        }
    }

    package var variable: String { "APUS_" + rawValue.uppercased() }

    /// nil where it depends on the migration.
    package var standard: String? {
        switch self {
        case .migrationFile: "migration.yaml"
        case .output: "text"
        case .stateDir: nil
        }
    }

    package var meaning: String {
        switch self {
        case .migrationFile: "the migration that commands are about"
        case .output: "text, json or jsonl"
        case .stateDir: "where reports and records are kept"
        }
    }
}

/// Who said what a setting is.
package enum SettingOrigin: Hashable, Sendable, CustomStringConvertible {
    case flag(String)
    case variable(String)
    case file(String)
    case standard

    package var description: String {
        switch self {
        case .flag(let name): "flag \(name)"
        case .variable(let name): "variable \(name)"
        case .file(let place): place
        case .standard: "default"
        }
    }
}

extension Setting {
    /// The first who says something wins: flag, variable, the project's file, the user's file.
    ///
    /// - Parameter files: the nearest first.
    package func resolve(
        flag given: String? = nil, environment: [String: String], files: [SettingsFile]
    ) -> (value: String?, origin: SettingOrigin) {
        if let given { return (given, .flag(flag)) }
        if let value = environment[variable], !value.isEmpty { return (value, .variable(variable)) }
        for file in files {
            if let (value, place) = file.values[self] { return (value, .file(place)) }
        }
        return (standard, .standard)
    }
}
