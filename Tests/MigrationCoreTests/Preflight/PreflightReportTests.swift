import Foundation
import MigrationCore
import Testing

@Suite("Preflight: what a person and a script read")
struct PreflightReportTests {
    private var planted: PreflightReport {
        var facts = PreflightFacts.healthy
        facts.plant(setting: "wal_level", "replica", on: .source)
        facts.plant {
            $0.tables = .known(
                (1...6).map { TableFacts("t\($0)", owner: "shop", weOwn: false) })
        }
        return PreflightReport(of: facts, for: .wallet)
    }

    @Test("puts one line for each check, and the remedy under what needs one")
    func text() {
        let lines = planted.text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.first == "preflight of migration wallet")
        #expect(lines.contains { $0.hasPrefix("  BLOCKER  server.wal-level") })
        #expect(lines.contains("           ! source: wal_level is replica, not logical"))
        #expect(lines.contains("               ALTER SYSTEM SET wal_level = 'logical';"))
        for check in PreflightChecks.all {
            #expect(lines.count { $0.dropFirst(11).hasPrefix(check.id + " ") } == 1, "\(check.id)")
        }
        #expect(lines.contains { $0.hasPrefix("refused: 2 blockers, 1 unknown") })
    }

    @Test("counts names that do not fit on the line")
    func many() { #expect(planted.text.contains("public.t4 and 2 more")) }

    @Test("keeps every line of prose within a hundred columns")
    func width() {
        let prose = planted.text.split(separator: "\n").filter { !$0.hasPrefix("               ") }
        #expect(prose.allSatisfy { $0.count <= 100 })
    }

    @Test("prints a statement that mends several findings once")
    func once() {
        var facts = PreflightFacts.healthy
        facts.plant {
            $0.tables = .known([TableFacts("t", weMayRead: false)])
            $0.sequences = .known([SequenceFacts("s", weMayRead: false)])
        }
        let text = PreflightReport(of: facts, for: .wallet).text
        #expect(text.split(separator: "GRANT pg_read_all_data TO").count == 2)
    }

    @Test("has stable keys for scripts")
    func json() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let json = String(decoding: try encoder.encode(planted), as: UTF8.self)
        #expect(json.contains("\"exit_status\":3"))
        #expect(json.contains("\"is_refused\":true"))
        #expect(json.contains("\"check\":\"server.wal-level\""))
        #expect(json.contains("\"severity\":\"blocker\""))
        #expect(json.contains("\"lines\":[\"ALTER SYSTEM SET wal_level = 'logical';\""))
        #expect(json.contains("\"public.t6\""))
    }
}
