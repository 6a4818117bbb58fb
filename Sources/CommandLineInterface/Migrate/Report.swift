import ArgumentParser
import Diagnostics
import Foundation
import MigrationCore
import MigrationEngine
import ReportPage

extension Migrate {
    /// Reads this machine's records only, so it works when both servers are gone.
    struct Report: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Show what was done so far, and write it as a page, from this machine's records.",
            discussion: """
                The page is one file without scripts and opens without a network. It holds the time \
                line of each write pause, lag and rates, checks, certificates, and every statement \
                that changed a server. With --output json the same is printed for scripts.
                """)

        @OptionGroup var options: MigrationOptions

        @Option(help: "Where to write the page. (default: report.html in the state folder)")
        var page: String?

        func run() async throws {
            let file = try options.read()
            let folder = options.folder(for: file)
            guard folder.holds(MigrationReport.file) else {
                throw Diagnostic(
                    .error, "report.nothing",
                    "nothing was recorded of \(file.name) on this machine",
                    detail: "Looked in \(folder.path).",
                    hint: "Name the folder with --state-dir, or start with apus migrate run.")
            }
            let report = MigrationReport.readWhole(folder, migration: file.name)
            let path = page ?? folder.file("report.html")
            try writePage(report, to: path)
            guard options.output == .text else { return print(report.json) }
            print(ReportText(report).text)
            print("page        \(path)")
        }
    }
}

/// - Throws: what stands in the way of the file.
func writePage(_ report: MigrationReport, to path: String) throws {
    do {
        try Data(ReportPage(report).text.utf8)
            .write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
        throw Diagnostic(
            .error, "report.cannot-write", "could not write the page \(path)",
            detail: error.localizedDescription, hint: "Name another place with --page.")
    }
}
