import Foundation
import Testing

@testable import Templating

/// Runs the cases in `Cases/`: files under `=== name`, then `=== expected` or `=== error`.
@Suite struct CaseTests {
    struct Problem: Error, CustomStringConvertible {
        let description: String
    }

    static var cases: [URL] {
        guard let folder = Bundle.module.resourceURL?.appending(path: "Cases"),
            let urls = try? FileManager.default.contentsOfDirectory(
                at: folder, includingPropertiesForKeys: nil)
        else { return [] }
        return urls.filter { $0.pathExtension == "case" }
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
    }

    @Test(arguments: cases) func means(_ url: URL) throws {
        let text = try String(contentsOf: url, encoding: .utf8)
        var sections: [(name: String, lines: [Substring])] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("=== ") {
                sections.append((String(line.dropFirst(4)), []))
            } else if !sections.isEmpty {
                sections[sections.count - 1].lines.append(line)
            }
        }
        let last = sections.popLast()
        let outcome = try #require(last)
        let expected = outcome.lines.joined(separator: "\n")
        let (values, files) = Self.inputs(sections)
        var rendering = Rendering()
        rendering.values.strings = values
        switch outcome.name {
        case "expected":
            let result = try rendering.run(files) { _ in }
            #expect(String(decoding: try result.text(.yaml), as: UTF8.self) == expected)
        case "error":
            let error = #expect(throws: (any Error).self) { try rendering.run(files) { _ in } }
            let text = error.map { String(describing: $0) } ?? ""
            let wanted = expected.trimmingCharacters(in: .whitespacesAndNewlines)
            #expect(text.contains(wanted), "\(text)")
        default: throw Problem(description: "unknown section \(outcome.name)")
        }
    }

    private static func inputs(
        _ sections: [(name: String, lines: [Substring])]
    ) -> (values: [String], files: [InputFile]) {
        var values: [String] = []
        var files: [InputFile] = []
        for (name, lines) in sections {
            if name == "values" {
                values += lines.filter { !$0.isEmpty }.map(String.init)
                continue
            }
            let bytes = Array(lines.joined(separator: "\n").utf8)
            let file = InputFile(path: name) { bytes }
            file.order = files.count
            files.append(file)
        }
        return (values, files)
    }
}
