import Diagnostics
import Foundation
import Infrastructure
import Testing

/// Goal: a pipeline can trust `guard` with a plan it has never seen.
/// Method: plans written after the documented JSON format, harmless and harmful, each with what
/// has to be said of it in `Plans/expected.json`.
@Suite("Recorded plans: every harm is seen, and nothing else is called one")
struct RecordedPlansTests {
    struct Expected: Decodable {
        var error: String?
        /// `harm address`, once for each finding.
        var findings: [String]?
        var verdicts: [String: String]?
        /// Beginnings of notes.
        var notes: [String]?
        /// What must stand in the text, and what must not.
        var says: [String]?
        var absent: [String]?
    }

    private static let folder = Bundle.module.resourceURL?.appending(path: "Plans")

    static let expected: [String: Expected] = {
        guard let file = folder?.appending(path: "expected.json"),
            let bytes = try? Data(contentsOf: file)
        else { return [:] }
        return (try? JSONDecoder().decode([String: Expected].self, from: bytes)) ?? [:]
    }()

    private static func plan(_ name: String) throws -> Data {
        try Data(contentsOf: #require(folder).appending(path: "\(name).json"))
    }

    @Test("holds at least forty plans, and an expectation for each")
    func complete() throws {
        let files = try FileManager.default.contentsOfDirectory(
            atPath: try #require(Self.folder).path)
        let names = Set(files.filter { $0 != "expected.json" }.map { String($0.dropLast(5)) })
        #expect(names == Set(Self.expected.keys))
        #expect(names.count >= 40)
    }

    @Test("judges as expected", arguments: expected.keys.sorted())
    func judges(name: String) throws {
        let expected = try #require(Self.expected[name])
        let bytes = try Self.plan(name)
        if let code = expected.error {
            let error = #expect(throws: Diagnostic.self) { try Plan.read(bytes) }
            #expect(error?.code.rawValue == code)
            return
        }
        let report = GuardReport(
            Judgement(try Plan.read(bytes), knowledge: try Knowledge.builtIn()))
        #expect(
            report.findings.map { "\($0.harm.rawValue) \($0.address)" }.sorted()
                == expected.findings)
        #expect(report.refused == (expected.findings?.isEmpty == false))
        #expect(report.exitStatus.rawValue == (report.refused ? 3 : 0))
        for (address, verdict) in expected.verdicts ?? [:] {
            #expect(
                report.resources.contains {
                    $0.address == address && $0.change.rawValue == verdict
                }, "\(address) is not said to be: \(verdict)")
        }
        for note in expected.notes ?? [] {
            #expect(report.notes.contains { $0.hasPrefix(note) }, "\(note)")
        }
        for text in expected.says ?? [] { #expect(report.text.contains(text)) }
        for text in expected.absent ?? [] {
            #expect(!report.text.contains(text))
            #expect(!report.json.contains(text))
        }
    }

    @Test("finds nothing harmful in any plan when no type is known")
    func knowledgeDecides() throws {
        for (name, expected) in Self.expected where expected.error == nil {
            let judgement = Judgement(try Plan.read(Self.plan(name)), knowledge: Knowledge([]))
            #expect(!judgement.isHarmful, "\(name)")
        }
    }
}
