import MigrationCore
import Testing

@testable import CommandLineInterface

@Suite("migrate init: the file that explains itself")
struct InitTests {
    @Test("the template is a valid file, and every default in it is the default")
    func template() throws {
        let (file, diagnostics) = MigrationFile.read(
            migrationTemplate(name: "wallet"), file: "wallet.yaml")
        #expect(diagnostics == [])
        let migration = try #require(file)
        #expect(migration.name == "wallet")
        #expect(migration.limits == Limits())
        #expect(migration.largeObjects == .refuse)
        #expect(migration.unloggedTables == .refuse)
        #expect(migration.tablesWithoutIdentity == .full)
        #expect(migration.materializedViews == .refresh)
        #expect(migration.wayBack == .required)
        #expect(migration.fence == .roles)
        #expect(migration.switchOver == .byHand)
    }
}
