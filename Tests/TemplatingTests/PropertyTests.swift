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

    private static let seeds = Array(UInt64(1)...400)

    @Test(arguments: seeds) func aFileWithoutCodeMeansTheSameAfterwards(_ seed: UInt64) throws {
        let file = RandomYAML(seed: seed)
        let rendered = try Self.render([("a.yml", file.text)])
        let after = try YAMLReader(withoutComments: true).read(rendered, name: "a")
        #expect(after.items.map(\.value) == file.values, "seed \(seed):\n\(file.text)")
    }

    @Test(arguments: seeds) func renderingARandomTemplateTwiceGivesTheSameBytes(
        _ seed: UInt64
    ) throws {
        var random = RandomTemplate(seed: seed)
        let files = random.files()
        let first = try Self.render(files)
        #expect(first.contains("\n"), "seed \(seed) renders something")
        #expect(try Self.render(files) == first, "seed \(seed)")
    }

    /// Tables of texts are laid out differently in every process, which is where order could leak.
    @Test(arguments: [UInt64(1), 2, 3, 4, 5]) func everyProcessGivesTheSameBytes(
        _ seed: UInt64
    ) throws {
        let program = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: ".build/debug/apus")
        guard FileManager.default.isExecutableFile(atPath: program.path()) else {
            return print("not run: \(program.path()) is not built")
        }
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var random = RandomTemplate(seed: seed)
        for file in random.files() {
            try Data(file.text.utf8).write(to: folder.appending(path: file.name))
        }
        let first = try Self.output(of: program, ["render", "-f", folder.path()])
        #expect(!first.isEmpty)
        for _ in 0..<4 {
            #expect(try Self.output(of: program, ["render", "-f", folder.path()]) == first)
        }
    }

    private static func output(of program: URL, _ arguments: [String]) throws -> Data {
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return output
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
        #expect(text.contains("      data.x: #@ 1 + data.x\n                     ^\n"), "\(text)")
    }

    @Test(arguments: [
        (["a: b: c\n"], "    a.yml:1\n      a: b: c\n          ^"),
        (
            [
                "#@ load(\"@ytt:data\", \"data\")\na: #@ data.values.nmae\n",
                "#@data/values\n---\nname: 1\n",
            ],
            "    hint: did you mean .name? there is .name"
        ),
        (["#@overlay/match by=overlay.all\n---\na: 1\n"], "#@ load(\"@ytt:overlay\", \"overlay\")"),
        (["a: [1, 2\n\n"], "    a.yml:1\n      a: [1, 2\n              ^"),
        (["#@ load(\"@ytt:dat\", \"data\")\n"], "did you mean \"@ytt:data\"?"),
        (
            [
                "#@ load(\"@ytt:overlay\", \"overlay\")\n#@overlay/match by=overlay.all\n---\n b: 2\n",
                "a: 1\n",
            ],
            "    a.yml:4\n       b: 2\n       ^"
        ),
    ])
    func anErrorShowsTheLineAndWhatToDo(_ texts: [String], _ wanted: String) throws {
        let files = texts.enumerated().map { ($0 == 0 ? "a.yml" : "b.yml", $1) }
        let error = #expect(throws: (any Error).self) {
            try Self.render(files) { $0.options.showsCarets = true }
        }
        let text = error.map { String(describing: $0) } ?? ""
        #expect(text.contains(wanted), "\(text)")
        let plain = #expect(throws: (any Error).self) { try Self.render(files) }
        #expect(plain.map { text.hasPrefix(String(describing: $0)) } == true, "it only adds")
    }

    @Test func anAnnotationNobodyReadsIsPointedOut() throws {
        let text = "#@overlay/mtch missing_ok=True\n#@my/own 1\na: 1\n"
        var rendering = Rendering()
        var said: [String] = []
        _ = try rendering.run(Self.inputs([("a.yml", text)])) { said.append($0) }
        #expect(said.isEmpty, "under the name ytt nothing is said")
        rendering.options.showsCarets = true
        _ = try rendering.run(Self.inputs([("a.yml", text)])) { said.append($0) }
        #expect(
            said == [
                "Warning: a.yml:1: there is no annotation '@overlay/mtch' "
                    + "(did you mean '@overlay/match'?)"
            ])
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
