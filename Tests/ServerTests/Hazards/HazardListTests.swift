import Foundation
import Testing

/// Goal: docs/what-if.md promises nothing that no test shows. Method: its table is read, and each
/// test it names is looked for, with the hazard's number in its name.
@Suite("The list of hazards")
struct HazardListTests {
    private struct Row {
        let number: Int
        let tests: [String]
    }

    private let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../..").standardized

    @Test("names for each of the 28 hazards a test that bears its number")
    func complete() throws {
        let rows = try table()
        #expect(rows.map(\.number) == Array(1...28))
        let files = try testFiles()
        for row in rows {
            #expect(!row.tests.isEmpty, "hazard \(row.number)")
            for test in row.tests {
                let text = try #require(files[test], "hazard \(row.number): no file \(test).swift")
                #expect(
                    numbers(in: text).contains(row.number),
                    "no test of \(test) bears the number \(row.number)")
            }
        }
    }

    /// Rows look like: | 7 | what | what happens | what to do | `SomeTests`, `OtherTests` |
    private func table() throws -> [Row] {
        let file = root.appendingPathComponent("docs/what-if.md")
        return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").compactMap {
            let cells = $0.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            guard cells.count == 5, let number = Int(cells[0]) else { return nil }
            let tests = cells[4].matches(of: #/`([A-Za-z+]+)`/#).map { String($0.1) }
            return Row(number: number, tests: tests)
        }
    }

    private func testFiles() throws -> [String: String] {
        var found: [String: String] = [:]
        let files = FileManager.default.enumerator(
            at: root.appendingPathComponent("Tests"), includingPropertiesForKeys: nil)
        while let file = files?.nextObject() as? URL {
            guard file.pathExtension == "swift" else { continue }
            found[file.deletingPathExtension().lastPathComponent] =
                try String(contentsOf: file, encoding: .utf8)
        }
        return found
    }

    /// What stands in names such as "hazards 4, 8: …".
    private func numbers(in text: String) -> Set<Int> {
        Set(
            text.matches(of: #/"hazards? ([0-9, ]+): /#).flatMap { match in
                match.1.split(separator: ",").compactMap {
                    Int($0.trimmingCharacters(in: .whitespaces))
                }
            })
    }
}
