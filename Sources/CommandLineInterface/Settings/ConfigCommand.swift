import ArgumentParser
import MigrationCore

/// What the settings are, and who said so.
struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Show the settings that commands begin with.",
        discussion: """
            The first who says something wins: a flag, an APUS_… variable, apus.yaml in this folder \
            or one above it, config.yaml in $XDG_CONFIG_HOME/apus, the default. What a migration \
            does stands in its own file.
            """)

    @Flag(help: "Also show who said so.")
    var showOrigin = false

    func run() throws {
        let settings = try OperatorSettings.load()
        for setting in Setting.allCases {
            let (value, origin) = settings.resolve(setting, flag: nil)
            let words = [
                padded(setting.rawValue, 16),
                showOrigin
                    ? padded(shown(value, setting), 32) + "\(origin)" : shown(value, setting),
            ]
            print(words.joined())
        }
    }

    private func shown(_ value: String?, _ setting: Setting) -> String {
        value ?? "$XDG_STATE_HOME/apus/<migration>"
    }

    private func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(2, width - text.count))
    }
}
