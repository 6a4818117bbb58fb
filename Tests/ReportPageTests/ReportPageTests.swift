import MigrationCore
import MigrationEngine
import ReportPage
import Testing

/// Goal: one file that anybody can open, and that cannot be made to lie by a name in a database.
@Suite("The report as a page")
struct ReportPageTests {
    @Test("needs no network and no script")
    func selfContained() {
        let page = ReportPage(.whole).text
        for word in ["<script", "http:", "https:", "src=", "href=", "@import", "url(", "onload"] {
            #expect(!page.contains(word), "\(word)")
        }
        #expect(page.contains("default-src 'none'"))
        #expect(page.contains("@media print"))
        #expect(page.contains("prefers-color-scheme:dark"))
    }

    @Test("shows time line, certificate, curves, checks, statements, versions and who ran it")
    func whole() {
        let page = ReportPage(.whole).text
        for words in [
            "point of no return", "both sides", "Lag and rate", "<polyline", "Checks before",
            "CREATE PUBLICATION apus_demo", "16/B374D848", "15.18", "17.12", "ann@desk",
            "switch-over", "34 ms", "1,063,753",
        ] { #expect(page.contains(words), "\(words)") }
    }

    @Test("each of several streams has a curve of its own, and one has the only one")
    func streams() {
        #expect(!ReportPage(.whole).text.contains("stream 1"))
        var report = MigrationReport.whole
        for index in report.samples.indices {
            report.samples[index].streamLagBytes = [Int64(index) << 20, 7]
        }
        let page = ReportPage(report).text
        for words in ["Lag, stream 1", "Lag, stream 2"] { #expect(page.contains(words)) }
        #expect(!page.contains("Lag, stream 3"))
    }

    @Test("every tag that is opened is closed")
    func wellFormed() {
        for page in [ReportPage(.whole).text, ReportPage(MigrationReport(migration: "x")).text] {
            var open: [Substring] = []
            for tag in page.split(separator: "<").dropFirst() {
                guard let end = tag.firstIndex(of: ">") else { continue }
                let inside = tag[..<end]
                let name = inside.prefix { $0.isLetter || $0.isNumber || $0 == "/" || $0 == "!" }
                if name.hasPrefix("!") || inside.hasSuffix("/") { continue }
                if ["meta", "br", "line"].contains(name) { continue }
                if name.hasPrefix("/") {
                    #expect(open.popLast() == name.dropFirst())
                } else {
                    open.append(name)
                }
            }
            #expect(open.isEmpty)
        }
    }

    @Test("what a database calls its things stays text")
    func escaping() {
        var report = MigrationReport.whole
        report.databases = ["<img src=x onerror=alert(1)>"]
        report.warnings = ["\"quoted\" & 'quoted' \u{1B}[31m"]
        let page = ReportPage(report).text
        #expect(!page.contains("<img"))
        #expect(page.contains("&lt;img src=x"))
        #expect(page.contains("&quot;quoted&quot; &amp; &#39;quoted&#39; \u{FFFD}[31m"))
    }

    @Test("a migration that has done nothing yet has a page too")
    func empty() {
        let page = ReportPage(MigrationReport(migration: "wallet")).text
        #expect(page.contains("<h1>wallet</h1>"))
        #expect(page.contains("Nothing was switched over yet"))
    }

    @Test("a difference is in the first lines")
    func difference() {
        var report = MigrationReport.whole
        report.switchovers[0].certificate?.equal = false
        report.switchovers[0].certificate?.differences = ["public.t: id=4"]
        let page = ReportPage(report).text
        #expect(page.contains("verdict bad"))
        #expect(page.contains("public.t: id=4"))
    }

    @Test("ten thousand statements do not make it endless, and it says what it leaves out")
    func long() {
        var report = MigrationReport.whole
        report.statements = (0..<10_000).map { .sample("CREATE TABLE t\($0) ()", at: Double($0)) }
        let page = ReportPage(report, statementLimit: 100).text
        #expect(page.utf8.count < 200_000)
        #expect(page.contains("9,900 more stand in the JSON report"))
    }
}

extension MigrationReport {
    /// A migration in which everything happened.
    static var whole: MigrationReport {
        var report = MigrationReport(migration: "demo")
        report.databases = ["app"]
        report.versions = ["source": "15.18", "target": "17.12", "pg_dump": "17"]
        report.phases = [.init(name: "copy", seconds: 3)]
        report.spans = [
            PhaseSpan(name: "copy", began: 1_700_000_000, seconds: 3),
            PhaseSpan(name: "switch over", began: 1_700_009_000, seconds: 1),
        ]
        report.copy = .init(tables: 26, rows: 1_063_753, bytes: 111 << 20, seconds: 3)
        report.verification = VerificationReport()
        report.switchovers = [
            SwitchoverReport(
                direction: "source to target", attempt: 1, outcome: "switched", reason: nil,
                writePauseMilliseconds: 34,
                steps: ["begin", "hold", "fence", "drain", "seal", "decide", "open", "release"]
                    .enumerated().map {
                        SwitchoverReport.Step(
                            name: $0.element, milliseconds: 5,
                            startMilliseconds: Double($0.offset) * 5)
                    },
                certificate: Certificate(
                    equal: true, tables: 26, rows: 1_063_753, sequences: 14, seconds: 8,
                    differences: []), began: 1_700_009_000)
        ]
        report.warnings = ["something to know"]
        report.samples = (0..<20).map { number in
            var sample = Sample(at: 1_700_000_000 + Double(number), phase: "copy")
            sample.lagBytes = Int64(number * 1000)
            sample.logPosition = UInt64(number * 50_000)
            return sample
        }
        report.checks = [.sample]
        report.statements = [.sample("CREATE PUBLICATION apus_demo", at: 1_700_000_001)]
        var run = CommandRun(
            command: "switch-over", user: "ann", host: "desk", version: "0.1.0",
            began: 1_700_009_000)
        run.ended = 1_700_009_002
        run.outcome = "done"
        report.runs = [run]
        return report
    }
}

extension StatementRecord {
    static func sample(_ statement: String, at time: Double) -> StatementRecord {
        StatementRecord(
            at: time, place: "source", database: "app", session: "main", milliseconds: 1.2,
            statement: statement, failure: nil, logPosition: LSN("16/B374D848"))
    }
}

extension CheckOutcome {
    static var sample: CheckOutcome {
        CheckOutcome(
            check: "table.identity", title: "tables have an identity", unknownRefuses: true,
            findings: [Finding(.warning, .source, in: "app", ["public.audit"], "it has none")])
    }
}
