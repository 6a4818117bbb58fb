import Testing
import TranscriptTesting

@Suite("What a transcript means")
struct TranscriptFormatTests {
    @Test("files, commands, output and status are read, and written the same")
    func roundTrip() throws {
        let text = """
            # About this.
            file a.yaml
                key: 1

                more: 2

            $ first --flag
            one

            three

            $ second
            error: no
            ? 3

            """
        let transcript = try Transcript(parsing: text)
        #expect(transcript.files == [.init(name: "a.yaml", text: "key: 1\n\nmore: 2\n")])
        #expect(transcript.steps.map(\.command) == ["first --flag", "second"])
        #expect(transcript.steps.map(\.output) == [["one", "", "three"], ["error: no"]])
        #expect(transcript.steps.map(\.status) == [0, 3])
        #expect(transcript.text == text)
    }

    @Test("what varies is left open, and nothing else")
    func open() {
        #expect(matches(["at 16/B374D848 in 3.4 s."], expected: ["at [LSN] in [DURATION]."]))
        #expect(matches(["a (b) [c]"], expected: ["a (b) [c]"]))
        #expect(matches(["a", "b", "c", "d"], expected: ["a", "[…]", "d"]))
        #expect(matches(["a", "d"], expected: ["a", "[…]", "d"]))
        #expect(!matches(["a", "b"], expected: ["a"]))
        #expect(!matches(["axb"], expected: ["a.b"]))
        #expect(!matches(["at 16/XYZ"], expected: ["at [LSN]"]))
        #expect(!matches([], expected: ["a"]))
    }

    @Test("what is no transcript is refused by line")
    func malformed() {
        #expect(throws: Transcript.Malformed(line: 1, why: "no command")) {
            try Transcript(parsing: "# nothing")
        }
        #expect(
            throws: Transcript.Malformed(line: 1, why: "neither a command, a file nor a remark")
        ) {
            try Transcript(parsing: "stray\n$ a\n")
        }
        #expect(throws: Transcript.Malformed.self) { try Transcript(parsing: "$ a\n? x\n") }
    }
}
