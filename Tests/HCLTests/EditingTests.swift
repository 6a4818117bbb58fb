import Foundation
import Testing

@testable import HCL

/// Goal: an edit changes what it means to change and no other byte, or says what to write where.
/// Method: each story has a file, an edit and the whole file it must give.
@Suite("Editing HCL")
struct EditingTests {
    private let database = EditPath.top("resource", "aws_db_instance", "main")

    @Test("replaces a value and keeps the comment behind it in its column")
    func replacesValue() throws {
        let edited = try edit(
            """
            # top
            resource "aws_db_instance" "main" { // head
              name   = "a"   # name
              size   = 10    # size
              /* odd */ tier = "small" /* behind */
            }
            """
        ) { $0.setting("size", to: .number("100"), at: database) }
        #expect(
            edited == """
                # top
                resource "aws_db_instance" "main" { // head
                  name   = "a"   # name
                  size   = 100   # size
                  /* odd */ tier = "small" /* behind */
                }
                """)
    }

    @Test("says that there is nothing to do when the file says so already")
    func unchanged() throws {
        let document = try Document.read(
            "resource \"aws_db_instance\" \"main\" {\n  a = \"\\u0078\"\n}\n")
        guard case .unchanged = document.setting("a", to: .string("x"), at: database) else {
            Issue.record("an escape is another spelling of the same text")
            return
        }
    }

    @Test("aligns a new setting with its neighbours, or sets it apart where it would move them")
    func alignment() throws {
        let text = "resource \"aws_db_instance\" \"main\" {\n  name    = 1\n  version = 2\n}\n"
        #expect(
            try edit(text) { $0.setting("tier", to: .string("x"), at: database) }
                == "resource \"aws_db_instance\" \"main\" {\n  name    = 1\n  version = 2\n"
                + "  tier    = \"x\"\n}\n")
        #expect(
            try edit(text) { $0.setting("deletion_protection", to: .boolean(true), at: database) }
                == "resource \"aws_db_instance\" \"main\" {\n  name    = 1\n  version = 2\n\n"
                + "  deletion_protection = true\n}\n")
    }

    @Test("keeps CRLF and the missing newline at the end")
    func lineEnds() throws {
        #expect(
            try edit("resource \"aws_db_instance\" \"main\" {\r\n  a = 1\r\n}") {
                $0.setting("b", to: .number("2"), at: database)
            } == "resource \"aws_db_instance\" \"main\" {\r\n  a = 1\r\n  b = 2\r\n}")
        #expect(
            try edit("a = 1") {
                $0.appending(NewBlock("moved", [], [("from", .expression("x.y"))]))
            } == "a = 1\n\nmoved {\n  from = x.y\n}\n")
    }

    @Test("makes the nested blocks that are missing")
    func nested() throws {
        let backups = database.block("settings").block("backup")
        let edited = try edit("resource \"aws_db_instance\" \"main\" {}\n") {
            $0.setting("enabled", to: .boolean(true), at: backups)
        }
        #expect(
            edited == """
                resource "aws_db_instance" "main" {
                  settings {
                    backup {
                      enabled = true
                    }
                  }
                }

                """)
    }

    @Test("tells blocks of one type apart by a setting")
    func keyed() throws {
        let text = """
            resource "aws_db_instance" "main" {
              flags {
                name  = "a"
                value = "1"
              }
              flags { # b
                name  = "b"
                value = "2"
              }
            }

            """
        let flag = database.block("flags", key: .init("name", "b"))
        #expect(
            try edit(text) { $0.setting("value", to: .string("on"), at: flag) }
                == text.replacing("\"2\"", with: "\"on\""))
        let other = database.block("flags", key: .init("name", "c"))
        #expect(
            try edit(text) { $0.setting("value", to: .string("on"), at: other) }
                == text.dropLast(2)
                + "\n  flags {\n    name  = \"c\"\n    value = \"on\"\n  }\n}\n")
    }

    @Test("edits the entries of an object like settings")
    func objects() throws {
        let text = """
            resource "aws_db_instance" "main" {
              input = {
                name    = "x-${random_id.suffix.hex}"
                version = 15, flags = { a = "on" }
              }
            }

            """
        let input = database.member("input")
        #expect(
            try edit(text) { $0.setting("version", to: .number("17"), at: input) }
                == text.replacing("15", with: "17"))
        #expect(
            try edit(text) { $0.setting("b", to: .string("on"), at: input.member("flags")) }
                == text.replacing("a = \"on\"", with: "a = \"on\", b = \"on\""))
    }

    @Test("takes a setting and a block away with their lines, comments above stay")
    func removal() throws {
        let text = """
            # why
            resource "aws_db_instance" "main" {
              # about a
              a = 1 # a
              b = [
                1,
              ]
            }

            c = 1

            """
        #expect(
            try edit(text) { $0.removing("b", at: database) }
                == text.replacing("  b = [\n    1,\n  ]\n", with: ""))
        #expect(try edit(text) { $0.removingBlock(at: database) } == "# why\n\nc = 1\n")
    }

    @Test("renames what expressions mention, in templates too, and nothing else")
    func references() throws {
        let text = """
            output "a" {
              value = "${aws_db_instance.new.address}:${aws_db_instance.newer.port}" # aws_db_instance.new
            }
            moved {
              from = aws_db_instance.new
              to   = aws_db_instance.main
            }
            b = [for aws_db_instance in c : aws_db_instance.new]
            d = e[aws_db_instance.new.id].f

            """
        let edited = try edit(text) {
            $0.renaming(["aws_db_instance", "new"], to: ["aws_db_instance", "main"])
        }
        #expect(
            edited
                == text.replacing("{aws_db_instance.new.", with: "{aws_db_instance.main.")
                .replacing("e[aws_db_instance.new.", with: "e[aws_db_instance.main."))
    }

    @Test("does not edit what it cannot be certain of, and says what to write where")
    func byHand() throws {
        let head = "resource \"aws_db_instance\" \"main\" {\n"
        let stories: [(text: String, path: EditPath, line: Int, reason: String)] = [
            (head + "  a = var.a\n}\n", database, 2, "`a` is computed: var.a"),
            (head + "  a = \"x-${var.a}\"\n}\n", database, 2, "`a` is computed"),
            (head + "  a = [for x in y : x]\n}\n", database, 2, "`a` is computed"),
            (head + "  count = 2\n  a = 1\n}\n", database, 2, "count makes several"),
            (head + "  for_each = var.x\n  a = 1\n}\n", database, 2, "for_each makes several"),
            (
                head + "  dynamic \"flags\" {\n    for_each = x\n    content {\n    }\n  }\n}\n",
                database.block("flags"), 2, "comes from a dynamic block"
            ),
            (
                head + "  flags {\n  }\n  flags {\n  }\n}\n", database.block("flags"), 4,
                "there are 2 blocks"
            ),
            (
                head + "  flags {\n    name = var.x\n  }\n}\n",
                database.block("flags", key: .init("name", "a")), 2, "is computed"
            ),
            (head + "  input = merge(a, b)\n}\n", database.member("input"), 2, "is computed"),
            (head + "  input = { (x) = 1 }\n}\n", database.member("input"), 2, "key of the object"),
            ("b = 1\n", database, 1, "not in this file"),
        ]
        for story in stories {
            let document = try Document.read(story.text)
            guard case .byHand(let step) = document.setting("a", to: .string("x"), at: story.path)
            else {
                Issue.record("edited: \(story.text)")
                continue
            }
            #expect(step.line == story.line && step.reason.contains(story.reason), "\(step)")
            #expect(step.text == "a = \"x\"")
        }
    }

    @Test("keeps every other byte of files that are not nice", arguments: corpus.indices)
    func neighbours(_ index: Int) throws {
        let end = corpus[index].text.contains("\r\n") ? "\r\n" : "\n"
        let above = corpus[index].text + end
        let block = [
            "resource \"t\" \"x\" { // head", "  a = 1 # one", "  # two", "  b = \"z\"", "}",
        ]
        let text = above + block.joined(separator: end)
        let path = EditPath.top("resource", "t", "x")
        let insert = block.dropLast().joined(separator: end) + "\(end)  c = true\(end)}"
        let stories: [(wanted: String, edit: (Document) -> EditOutcome)] = [
            (
                above + block.joined(separator: end).replacing("1 #", with: "2 #"),
                { $0.setting("a", to: .number("2"), at: path) }
            ),
            (above + insert, { $0.setting("c", to: .boolean(true), at: path) }),
            (
                above + block.joined(separator: end).replacing("  b = \"z\"\(end)", with: ""),
                { $0.removing("b", at: path) }
            ),
            (
                text + "\(end)\(end)moved {\(end)  from = a.b\(end)}\(end)",
                { $0.appending(NewBlock("moved", [], [("from", .expression("a.b"))])) }
            ),
        ]
        for story in stories {
            #expect(try edit(text, story.edit) == story.wanted, "\(corpus[index].name)")
        }
    }

    @Test("writes any text so that it means the same again")
    func quoting() throws {
        for text in ["a\"b\\c\nd\t", "${x} %{if} $${y} $ %", "é🐦", "{$}"] {
            let document = try Document.read("a = \(quoted(text))\n")
            let value = try #require(document.body["a"]?.value)
            #expect(document.literalText(value) == text)
        }
    }

    @Test("writes lines that terraform fmt leaves alone", .enabled(if: hasTerraform, notRun))
    func formatted() throws {
        let text = """
            resource "aws_db_instance" "main" {
              # first
              name    = "x"
              version = 15
              flags   = { a = 1 }

              settings {
                tier = "small"
              }
            }

            """
        let edits: [(Document) -> EditOutcome] = [
            { $0.setting("a", to: .number("1"), at: database) },
            { $0.setting("much_longer", to: .boolean(true), at: database) },
            { $0.setting("b", to: .number("2"), at: database.member("flags")) },
            { $0.setting("disk", to: .number("2"), at: database.block("settings")) },
            {
                $0.setting(
                    "value", to: .string("on"),
                    at: database.block("settings").block("f", key: .init("name", "x")))
            },
            { $0.setting("z", to: .list([.string("a")]), at: database.block("other")) },
            {
                $0.appending(
                    NewBlock(
                        "removed", [], [("from", .expression("a.b"))],
                        blocks: [NewBlock("lifecycle", [], [("destroy", .boolean(false))])]))
            },
            { $0.removingBlock(at: database.block("settings")) },
        ]
        var document = try Document.read(text)
        for edit in edits {
            guard case .changed(let next) = edit(document) else {
                Issue.record("not edited")
                continue
            }
            document = next
            let bytes = document.printed()
            let shown = String(decoding: bytes, as: UTF8.self)
            #expect(try terraformFormatted(bytes) == shown)
        }
    }

    private func edit(_ text: String, _ edit: (Document) -> EditOutcome) throws -> String {
        guard case .changed(let result) = edit(try Document.read(text)) else { return "not edited" }
        return String(decoding: result.printed(), as: UTF8.self)
    }
}

private let notRun: Comment = "not run: terraform is not installed"
private let hasTerraform = terraform != nil
private let terraform: String? = (ProcessInfo.processInfo.environment["PATH"] ?? "")
    .split(separator: ":").map { "\($0)/terraform" }
    .first { FileManager.default.isExecutableFile(atPath: $0) }

private func terraformFormatted(_ bytes: [UInt8]) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: terraform ?? "terraform")
    process.arguments = ["fmt", "-"]
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    try input.fileHandleForWriting.write(contentsOf: Data(bytes))
    try input.fileHandleForWriting.close()
    let result = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return String(decoding: result, as: UTF8.self)
}
