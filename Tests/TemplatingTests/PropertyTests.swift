import Foundation
import Starlark
import Testing
import YAMLTree

@testable import Templating

/// What holds for every rendering.
@Suite struct PropertyTests {
    private static func render(
        _ files: [(name: String, text: String)], _ change: (inout Rendering) -> Void = { _ in }
    ) throws -> String {
        var rendering = Rendering()
        change(&rendering)
        let result = try rendering.run(inputs(files)) { _ in }
        return String(decoding: try result.text(.yaml), as: UTF8.self)
    }

    private static func inputs(_ files: [(name: String, text: String)]) -> [InputFile] {
        files.enumerated().map { order, file in
            let input = InputFile(path: file.name) { Array(file.text.utf8) }
            input.order = order
            return input
        }
    }

    private static let template = """
        #@ load("@ytt:data", "data")
        #@ def labels(team):
        team: #@ team
        #@ end
        #@ for name in sorted({"b": 1, "a": 2, "c": 3}):
        ---
        name: #@ name
        labels: #@ labels(data.values.team)
        sizes: #@ [i * 2 for i in range(3)]
        #@ end

        """

    @Test func renderingTwiceGivesTheSameBytes() throws {
        let files = [
            ("t.yml", Self.template), ("v.yml", "#@data/values\n---\nteam: platform\nother: {}\n"),
        ]
        let first = try Self.render(files)
        for _ in 0..<20 { #expect(try Self.render(files) == first) }
        #expect(first.hasPrefix("name: a\nlabels:\n  team: platform\n"))
    }

    @Test(arguments: [
        "a: 1\nb: [x, {c: ~}]\n", "- &x {a: 1}\n- *x\n", "a: |\n  text\n   more\nb: 'q'\n",
        "---\na: 1\n---\n- 2\n", "yes: no\n010: 0x1F\n2001-01-01: !!str 1\n",
    ]) func aFileWithoutAnnotationsPassesThroughUnchangedInMeaning(_ text: String) throws {
        let rendered = try Self.render([("a.yml", text)])
        let before = try YAMLReader(withoutComments: true).read(text, name: "a")
        let after = try YAMLReader(withoutComments: true).read(rendered, name: "a")
        #expect(after.items.map(\.value) == before.items.map(\.value))
    }

    @Test func codeThatClosesTheCallAroundItIsAnError() throws {
        for text in ["\n#@x\")#@ y\nlib: v\n", "a: #@ 0) or __ytt_tpl2_start_node(99\n"] {
            #expect(throws: (any Error).self) { try Self.render([("a.yml", text)]) }
        }
    }

    @Test func programsCanBeBounded() throws {
        let endless = "#@ while True:\n#@   x = 1\n#@ end\na: 1\n"
        let error = #expect(throws: (any Error).self) {
            try Self.render([("a.yml", endless)]) { $0.options.limits = .init(steps: 1000) }
        }
        #expect(error.map { String(describing: $0) }?.contains("too many steps") == true)
    }

    @Test func aCaretPointsAtTheWord() throws {
        let files = [("a.yml", "data.x: #@ 1 + data.x\n")]
        let error = #expect(throws: (any Error).self) {
            try Self.render(files) { $0.options.showsCarets = true }
        }
        let text = error.map { String(describing: $0) } ?? ""
        #expect(text.hasSuffix("      data.x: #@ 1 + data.x\n                     ^"), "\(text)")
    }

    @Test func datesOfTOMLComeOutAsText() throws {
        let file = """
            #@ load("@ytt:toml", "toml")
            a: #@ toml.decode("a=1979-05-27 07:32:00z\\nb=[07:32:00.5]\\nc=1979-05-27")

            """
        #expect(
            try Self.render([("a.yml", file)])
                == "a:\n  a: \"1979-05-27T07:32:00Z\"\n  b:\n  - \"07:32:00.5\"\n  c: \"1979-05-27\"\n"
        )
        #expect(throws: (any Error).self) {
            try Self.render([("a.yml", file.replacing("05-27 ", with: "02-30 "))])
        }
    }
}
