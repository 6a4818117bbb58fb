import Testing
import YAMLTree

@testable import Templating

/// What a person learns about output: which lines made it, and where it differs from what was kept.
@Suite struct ExplainingTests {
    private static let files = [
        (
            "t.yml",
            """
            #@ load("@ytt:data", "data")
            #@ load("f.lib.yml", "labels")
            ---
            metadata:
              name: #@ data.values.app.name + "-x"
              labels: #@ labels(data.values.env)
            ports:
            #@ for port in data.values.app.ports:
            - number: #@ port
            #@ end

            """
        ),
        ("f.lib.yml", "#@ def labels(env):\nenv: #@ env\nteam: platform\n#@ end\n"),
        (
            "v.yml",
            """
            #@data/values
            ---
            env: dev
            app:
              name: wallet
              ports: [80, 443]

            """
        ),
        (
            "o.yml",
            """
            #@ load("@ytt:overlay", "overlay")
            #@overlay/match by=overlay.all
            ---
            metadata:
              labels:
                #@overlay/replace
                team: infra

            """
        ),
    ]

    private func inputs() -> [InputFile] {
        Self.files.enumerated().map { order, file in
            let input = InputFile(path: file.0) { Array(file.1.utf8) }
            input.order = order
            return input
        }
    }

    private func explain(_ path: String) throws -> String {
        try Rendering().explain(path, inputs()) { _ in }
    }

    @Test func aValueNamesItsLineAndTheDataValueItWasMadeOf() throws {
        #expect(
            try explain("metadata.name") == """
                1:metadata.name: wallet-x
                  template     t.yml:5 |   name: #@ data.values.app.name + "-x"
                  data value   app.name = wallet, from v.yml:5 |   name: wallet

                """)
    }

    @Test func whatAFunctionMadeNamesWhoCalledIt() throws {
        let text = try explain("metadata.labels.env")
        #expect(text.contains("template     f.lib.yml:2 | env: #@ env\n"))
        #expect(text.contains("called from  t.yml:6 |   labels: #@ labels(data.values.env)\n"))
    }

    @Test func anOverlayNamesWhatItReplaced() throws {
        let text = try explain("metadata.labels.team")
        #expect(text.contains("overlay      o.yml:7 |     team: infra (replaced)\n"))
        #expect(text.contains("instead of f.lib.yml:3 | team: platform\n"))
    }

    @Test func whatALoopMadeNamesWhatTheLoopReads() throws {
        let text = try explain("1:ports[1].number")
        #expect(text.contains("1:ports[1].number: 443\n"))
        #expect(text.contains("around it    app.ports = an array of 2, from v.yml:6"))
    }

    @Test func aPathThatLeadsNowhereNamesTheNearest() throws {
        let error = #expect(throws: TemplateFailure.self) { try explain("metadata.nam") }
        #expect(error?.description.contains("did you mean 'metadata.name'?") == true)
        let further = #expect(throws: TemplateFailure.self) { try explain("2:metadata") }
        #expect(further?.description.hasSuffix("(documents there are: 1)") == true)
        #expect(throws: TemplateFailure.self) { try explain("a[") }
    }

    @Test(arguments: ["a.b[0]", "3:a[\"b.c\"].d", "[1][2]", "a"])
    func pathsAreWrittenAsTheyAreRead(_ text: String) throws {
        #expect(try OutputPath(text).description == text)
    }

    @Test func everyLineOfOutputLeadsToItsTemplateLine() throws {
        let result = try Rendering().run(inputs()) { _ in }
        let map = String(decoding: try result.text(.sourcemap), as: UTF8.self)
        let lines = try result.text(.yaml).count { $0 == 0x0A }
        #expect(
            map.hasPrefix(#"{"version":1,"lines":[{"line":1,"path":"1:metadata","file":"t.yml""#))
        #expect(
            map.contains(
                #"{"line":5,"path":"1:metadata.labels.team","file":"o.yml","template_line":7}"#))
        #expect(map.contains("\"line\":\(lines),"))
        #expect(!map.contains("\"line\":\(lines + 1),"))
    }

    // MARK: Differences

    private func difference(_ old: String, _ new: String) -> String {
        LineDifference(Array(old.utf8), Array(new.utf8)).unified(from: "a", to: "b")
    }

    @Test func differencesReadAsThoseOfDiff() {
        let old = (1...20).map { "\($0)\n" }.joined()
        let new = old.replacing("\n10\n", with: "\nten\n").replacing("20\n", with: "")
        #expect(
            difference(old, new) == """
                --- a
                +++ b
                @@ -7,7 +7,7 @@
                 7
                 8
                 9
                -10
                +ten
                 11
                 12
                 13
                @@ -17,4 +17,3 @@
                 17
                 18
                 19
                -20

                """)
    }

    /// The square of this many lines would take gigabytes, and minutes.
    @Test func differencesOfLongTextsAreFoundToo() {
        let old = (0..<60_000).map { "old line \($0)\n" }.joined()
        let new = (0..<60_000).map { "new line \($0)\n" }.joined()
        #expect(difference(old, new).count { $0 == "\n" } == 120_003)
        let changed =
            old.replacing("old line 30000\n", with: "other\n")
            .replacing("old line 7\n", with: "") + "more\n"
        #expect(difference(old, changed).count { $0 == "@" } == 3 * 4)
    }

    @Test(arguments: UInt64(1)...200) func differencesLeadFromOneTextToTheOther(_ seed: UInt64) {
        var random = Seeded(seed: seed)
        // Above some 1500 lines it is cut before it is compared.
        let count = random.happens(oneIn: 4) ? 2000 : 30
        let old = (0..<count).map { "\($0 % (count / 3) * random.next(below: 2) + $0 / 4)" }
        var new = old
        for _ in 0..<random.next(below: count / 3) {
            if random.happens(oneIn: 2) {
                new.remove(at: random.next(below: new.count))
            } else {
                new.insert("n\(random.next(below: 9))", at: random.next(below: new.count))
            }
        }
        let pairs = LineMatching(old, new).pairs
        #expect(pairs.allSatisfy { old[$0.old] == new[$0.new] })
        for (a, b) in zip(pairs, pairs.dropFirst()) { #expect(a.old < b.old && a.new < b.new) }
    }

    @Test func neighbouringChangesShareAHunk() {
        let text = difference("1\n2\n3\n4\n5\n", "1\n3\n4\nfour\n5\n")
        #expect(text == "--- a\n+++ b\n@@ -1,5 +1,5 @@\n 1\n-2\n 3\n 4\n+four\n 5\n")
    }

    @Test func aMissingLastLineBreakIsADifference() {
        let text = difference("a", "a\n")
        #expect(text.contains("-a\n\\ No newline at end of file\n+a\n"))
    }

    @Test func whatIsNewHasNoOldLines() {
        #expect(difference("", "a\n") == "--- a\n+++ b\n@@ -0,0 +1 @@\n+a\n")
    }

    // MARK: Marks

    @Test(arguments: [
        ("a/**/*", ["a/b.yml", "a/c/d.yml"]), ("a/*", ["a/b.yml"]),
        ("**/*", ["a/b.yml", "a/c/d.yml", "e.yml"]),
        ("*/c/**/*", ["a/c/d.yml"]), ("e.yml", ["e.yml"]), ("a/*/*", []),
    ]) func marksChooseFiles(_ path: String, _ chosen: [String]) throws {
        let files = ["a/b.yml", "a/c/d.yml", "e.yml"].map { InputFile(path: $0) { [] } }
        let left = try? FileMarks.apply(["\(path):exclude=true"], to: files)
        #expect(
            left.map { left in
                files.map(\.path).filter { path in !left.contains { $0.path == path } }
            } ?? [] == chosen)
    }

    @Test func aMarkWithoutAValueSaysWhatIsMissing() {
        let error = #expect(throws: (any Error).self) {
            try FileMarks.apply(["a.yml:type"], to: [])
        }
        #expect(
            error.map { "\($0)" }?.contains("key-value portion to be in format key=value") == true)
    }
}
