import Diagnostics
import MigrationCore
import Testing

private let head = """
    migration: wallet
    source: {from_output: source_instance, user: apus}
    target: {host: new, password: {from_output: admin_password}}
    databases: [app]
    traffic: none

    """

@Suite("Infrastructure in the migration file")
struct InfrastructureEntryTests {
    @Test("reads directory, tool, addresses and what a plan may do")
    func reads() throws {
        let (file, diagnostics) = MigrationFile.read(
            head + """
                infrastructure:
                  directory: infra/live
                  tool: terraform
                  source: module.pg.google_sql_database_instance.instance
                  target: google_sql_database_instance.new
                  knowledge: rules.yaml
                  variable_files: [live.tfvars]
                  allow:
                  - {address: google_sql_user.admin, change: replaces}
                """, file: "f")
        #expect(diagnostics == [])
        var wanted = InfrastructureEntry(directory: "infra/live")
        wanted.tool = "terraform"
        wanted.source = "module.pg.google_sql_database_instance.instance"
        wanted.target = "google_sql_database_instance.new"
        wanted.knowledge = "rules.yaml"
        wanted.variableFiles = ["live.tfvars"]
        wanted.allowed = [.init(address: "google_sql_user.admin", change: .replaces)]
        #expect(file?.infrastructure == wanted)
        #expect(file?.servers.source.fromOutput == "source_instance")
        #expect(file?.servers.target.password == .output("admin_password"))
    }

    @Test("says what is wrong, and where")
    func complains() {
        let (none, missing) = MigrationFile.read(head, file: "f")
        #expect(none == nil)
        #expect(missing.map(\.code) == [.fileMissingKey])
        let (_, found) = MigrationFile.read(
            head + "infrastructure: {directory: d, allow: [{address: a, change: explodes}]}",
            file: "f")
        #expect(found.first?.message.contains("updates in place, restarts") == true)
        #expect(found.first?.place?.line == 6)
    }

    @Test(
        "takes connection settings from an output, and never overrides what is written",
        arguments: [
            (ServerOutput.text("10.0.0.3"), ["host": "10.0.0.3"], nil),
            (.text("10.0.0.3:6000"), ["host": "10.0.0.3", "port": "6000"], nil),
            (
                .text("postgres://adm:p%40ss@db.internal:5433/app?sslmode=require"),
                ["host": "db.internal", "port": "5433", "sslmode": "require"], "p@ss"
            ),
            (.text("host=a password='x \\' y' port = 5"), ["host": "a", "port": "5"], "x ' y"),
            (
                .members(["address": "h", "port": "1", "username": "u", "password": "p", "id": "z"]
                ),
                ["host": "h", "port": "1"], "p"
            ),
        ] as [(ServerOutput, [String: String], String?)])
    func fills(_ output: ServerOutput, _ wanted: [String: String], _ password: String?) throws {
        var entry = ServerEntry(keywords: ["user": "apus"])
        let found = try entry.fill(from: output, named: "o")
        #expect(entry.keywords == wanted.merging(["user": "apus"]) { $1 })
        #expect(found == password)
    }

    @Test("refuses an output that names no server, without repeating it")
    func refuses() {
        var entry = ServerEntry()
        let error = #expect(throws: Diagnostic.self) {
            try entry.fill(from: .text("not a host, marker"), named: "o")
        }
        #expect(error?.code == .outputUnusable)
        #expect(error.map { !"\($0)".contains("marker") } == true)
    }
}
