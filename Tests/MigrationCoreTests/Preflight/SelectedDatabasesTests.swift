import MigrationCore
import Testing

@Suite("Preflight: which databases are moved")
struct SelectedDatabasesTests {
    private let entries = [
        DatabaseEntry(name: "app"), DatabaseEntry(name: "postgres"),
        DatabaseEntry(name: "template1", isTemplate: true),
        DatabaseEntry(name: "closed", allowsConnections: false),
        DatabaseEntry(name: "rdsadmin"),
    ]

    @Test("moves what the file names, and tells what is not there")
    func named() {
        var file = MigrationFile.wallet
        file.databases = .named(["app", "shop"])
        let selected = SelectedDatabases(of: entries, by: file, maintenanceHoldsTables: false)
        #expect(selected.names == ["app"])
        #expect(selected.missing == ["shop"])
    }

    @Test("moves all but templates, closed ones and the managed service's own")
    func all() {
        var file = MigrationFile.wallet
        file.databases = .all
        let empty = SelectedDatabases(of: entries, by: file, maintenanceHoldsTables: false)
        #expect(empty.names == ["app"])
        let used = SelectedDatabases(of: entries, by: file, maintenanceHoldsTables: true)
        #expect(used.names == ["app", "postgres"])
    }
}
