import Diagnostics
import Foundation
import Infrastructure
import Testing

/// Goal: the example for Google Cloud stays one that Google's provider would take.
/// Method: no account is at hand, so its text, the schema and the plan recorded beside it are
/// compared with each other.
@Suite("The example for Google Cloud agrees with the schema and the plan beside it")
struct GoogleExampleTests {
    private static let folder = ExampleTwin.folder.deletingLastPathComponent().appending(
        path: "google")

    private static func json(_ name: String) throws -> JSONValue {
        try JSONValue(parsing: Data(contentsOf: folder.appending(path: "recorded/\(name).json")))
    }

    private static func blocks() throws -> [String: JSONValue] {
        var blocks: [String: JSONValue] = [:]
        let providers = try json("schema")["provider_schemas"]?.object ?? [:]
        for provider in providers.values {
            for (type, schema) in provider["resource_schemas"]?.object ?? [:] {
                blocks[type] = schema["block"]
            }
        }
        return blocks
    }

    private static func names(_ block: JSONValue) -> Set<String> {
        Set(block["attributes"]?.object?.keys ?? [:].keys)
            .union(block["block_types"]?.object?.keys ?? [:].keys)
    }

    /// Type, name and argument of each resource in the module's text.
    private static func resources() throws -> [(type: String, name: String, arguments: [String])] {
        let text = try String(
            contentsOf: folder.appending(path: "modules/postgresql/main.tf"), encoding: .utf8)
        return text.components(separatedBy: "\nresource ").dropFirst().map { part in
            let lines = part.split(separator: "\n", omittingEmptySubsequences: false)
            let words = lines[0].split(separator: "\"")
            let arguments = lines.dropFirst().prefix { $0 != "}" }.compactMap { line in
                line.hasPrefix("  ") && line.dropFirst(2).first?.isLetter == true
                    ? String(line.dropFirst(2).prefix { $0.isLetter || $0 == "_" }) : nil
            }
            return (String(words[0]), String(words[2]), arguments)
        }
    }

    @Test("uses only arguments that the schema has")
    func arguments() throws {
        let blocks = try Self.blocks()
        let found = try Self.resources()
        #expect(found.count == 9)
        let meta: Set = ["count", "for_each", "lifecycle", "provider", "depends_on"]
        for resource in found {
            let block = try #require(blocks[resource.type], "\(resource.type)")
            let known = Self.names(block).union(meta)
            #expect(!resource.arguments.isEmpty)
            for argument in resource.arguments {
                #expect(known.contains(argument), "\(resource.type).\(argument)")
            }
        }
    }

    @Test("plans every resource of the text, with attributes of the schema")
    func plan() throws {
        let plan = try Plan.read(try Self.json("plan"))
        let blocks = try Self.blocks()
        let planned = Set(plan.resourceChanges.map { "\($0.type).\($0.name)" })
        #expect(planned == Set(try Self.resources().map { "\($0.type).\($0.name)" }))
        for change in plan.resourceChanges {
            let names = Self.names(try #require(blocks[change.type]))
            let attributes = Set(change.change.after.object?.keys ?? [:].keys)
            #expect(attributes.isSubset(of: names), "\(change.address)")
        }
    }

    @Test("marks in the plan whatever the schema calls sensitive")
    func sensitivity() throws {
        let schemas = try ProviderSchemas.read(
            Data(contentsOf: Self.folder.appending(path: "recorded/schema.json")))
        for change in try Plan.read(try Self.json("plan")).resourceChanges {
            for path in schemas.sensitivePaths(of: change.type) {
                #expect(
                    path.isMarked(in: change.change.afterSensitive), "\(change.address) \(path)")
            }
        }
    }

    @Test("is refused for the restart that logical decoding costs, and shows no password")
    func judged() throws {
        let report = GuardReport(
            Judgement(try Plan.read(try Self.json("plan")), knowledge: try Knowledge.builtIn()))
        #expect(
            report.findings.map { "\($0.harm.rawValue) \($0.cause)" } == [
                "restarts-database flag cloudsql.logical_decoding: not set → on"
            ])
        #expect(report.resources.filter(\.holdsData).count == 7)
        #expect(!(report.text + report.json).contains("recorded-"))
    }

    @Test(
        "is formatted as the program itself formats",
        .enabled(if: Terraform.isInstalled, Terraform.missing))
    func formatted() async throws {
        let folder = Self.folder.deletingLastPathComponent().path
        let run = ToolRun(try await InfrastructureTool.find(), in: folder)
        #expect(try await run.attempt(["fmt", "-check", "-recursive"]).status == 0)
    }
}
