import Diagnostics
import MigrationCore
import Testing

@Suite("Settings: the first who says something wins, and says who it was")
struct SettingTests {
    private let project = SettingsFile.read(
        "migration_file: p.yaml\noutput: json\n", file: "apus.yaml"
    ).0
    private let user = SettingsFile.read("output: jsonl\nstate_dir: /var/s\n", file: "config.yaml")
        .0

    @Test("flag, variable, the project's file, the user's file, default")
    func order() {
        func resolve(
            _ setting: Setting, flag: String? = nil, _ environment: [String: String] = [:]
        ) -> String {
            let found = setting.resolve(
                flag: flag, environment: environment, files: [project, user])
            return "\(found.value ?? "-") by \(found.origin)"
        }
        let variable = ["APUS_MIGRATION_FILE": "v.yaml"]
        #expect(resolve(.migrationFile, flag: "f.yaml", variable) == "f.yaml by flag --file")
        #expect(resolve(.migrationFile, variable) == "v.yaml by variable APUS_MIGRATION_FILE")
        #expect(resolve(.migrationFile) == "p.yaml by apus.yaml:1:17")
        #expect(resolve(.output) == "json by apus.yaml:2:9")
        #expect(resolve(.stateDir) == "/var/s by config.yaml:2:12")
        let (value, origin) = Setting.stateDir.resolve(environment: [:], files: [])
        #expect(value == nil && origin == .standard)
    }

    @Test("a key that is none is named with the nearest one")
    func unknownKey() {
        let (_, found) = SettingsFile.read("ouput: json", file: "apus.yaml")
        #expect(found.map(\.hint) == ["Did you mean `output`?"])
    }

    @Test("an empty file says nothing, and one that is no YAML is refused")
    func notYAML() {
        #expect(SettingsFile.read("", file: "a").1.isEmpty)
        #expect(!SettingsFile.read("{", file: "a").1.isEmpty)
    }
}
