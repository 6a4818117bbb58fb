import Foundation
import Testing

@Suite("The table of manual interventions")
struct InterventionsTests {
    private func text(_ path: String) throws -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    @Test("has each of the 29 once, and the README says how many are left")
    func complete() throws {
        let rows = try text("docs/infrastructure.md").split(separator: "\n").filter { line in
            line.range(of: "^\\| [0-9]+ \\| .+ \\| .+ \\|$", options: .regularExpression) != nil
        }
        let tail = rows.suffix(29)
        #expect(
            tail.map { Int($0.dropFirst(2).prefix { $0.isNumber }) } == (1...29).map { $0 })
        // What a person still does stands in bold.
        let left = tail.count { $0.contains("**") }
        #expect(try text("README.md").contains("[\(left) are left](docs/infrastructure.md#"))
        #expect(try text("docs/infrastructure.md").contains("are \(left) of 29"))
    }
}
