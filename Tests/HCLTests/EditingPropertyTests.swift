import Testing

@testable import HCL

/// Goal: whatever a file looks like, an edit touches what it names and no other byte.
/// Method: files made at random of everything that is hard to edit, edits at random places; what
/// stands elsewhere is compared byte by byte. A failure names its seed.
@Suite("Edits of files made at random")
struct EditingPropertyTests {
    @Test("a setting that is written, added or taken away leaves every other byte alone")
    func settings() throws {
        var outcomes: [String: Int] = [:]
        for seed in 1...600 as ClosedRange<UInt64> {
            var file = RandomFile(seed: seed)
            let text = file.text()
            let document = try Document.read(text)
            #expect(document.printed() == Array(text.utf8), "seed \(seed)")
            let path = EditPath.top("resource", "t", "x")
            let name = file.pick(["a", "b", "c", "long_name", "new"])
            let value = file.pick([Literal.number("7"), .string("s ${x}"), .list([.string("l")])])
            let isRemoval = file.roll(4) == 0
            let outcome =
                isRemoval
                ? document.removing(name, at: path) : document.setting(name, to: value, at: path)
            outcomes["\(outcome)".prefix { $0 != "(" }.description, default: 0] += 1
            guard case .changed(let edited) = outcome else { continue }
            expectOnlyOneChange(document, edited, name, isRemoval, "seed \(seed)")
            let again =
                isRemoval
                ? edited.removing(name, at: path) : edited.setting(name, to: value, at: path)
            guard case .unchanged = again else {
                Issue.record("seed \(seed): the same edit again changes something")
                continue
            }
        }
        // Every ending was visited.
        #expect(Set(outcomes.keys) == ["changed", "unchanged", "byHand"], "\(outcomes)")
    }

    @Test("two blocks that exchange their names keep every byte but these names")
    func exchange() throws {
        var changed = 0
        for seed in 1...300 as ClosedRange<UInt64> {
            var file = RandomFile(seed: seed)
            let text = file.text() + file.end + file.block("y", mentions: "t.x.id")
            let document = try Document.read(text)
            let swap = [
                Renaming("resource", ["t", "x"], to: ["t", "y"]),
                Renaming("resource", ["t", "y"], to: ["t", "x"]),
            ]
            guard case .changed(let edited) = document.renamingBlocks(swap) else { continue }
            changed += 1
            #expect(edited.bytes.count == document.bytes.count, "seed \(seed)")
            let differing = zip(edited.bytes, document.bytes).filter { $0 != $1 }
            #expect(
                differing.allSatisfy {
                    Set([$0, $1]) == Set([UInt8(ascii: "x"), UInt8(ascii: "y")])
                }, "seed \(seed)")
            guard case .changed(let back) = edited.renamingBlocks(swap) else {
                Issue.record("seed \(seed): not exchanged back")
                continue
            }
            #expect(back.bytes == document.bytes, "seed \(seed)")
        }
        #expect(changed == 300)
    }

    private func expectOnlyOneChange(
        _ before: Document, _ after: Document, _ name: String, _ isRemoval: Bool, _ seed: String
    ) {
        #expect(after.printed() == after.bytes, "\(seed)")
        // Comments are all there, but for those of a setting that is taken away.
        let lost = comments(before).filter { !comments(after).contains($0) }
        #expect(
            lost.allSatisfy {
                isRemoval && ($0.contains("behind \(name)") || $0.contains("# first"))
            }, "\(seed): \(lost)")
        #expect(others(before, name) == others(after, name), "\(seed)")
        #expect(bareLineEnds(before) == bareLineEnds(after), "\(seed)")
    }

    /// The text of everything but the setting that is edited.
    private func others(_ document: Document, _ name: String) -> [String] {
        document.body.items.flatMap { item -> [String] in
            guard case .block(let block) = item, block.labels == ["t", "x"] else {
                return [document.text(item.tokens)]
            }
            return block.body.items.compactMap { inner in
                if case .attribute(let attribute) = inner {
                    // The comment in front of a line end moves with its value.
                    return attribute.name == name
                        ? nil
                        : document.text(
                            attribute.tokens.lowerBound..<attribute.value.tokens.upperBound)
                }
                return document.text(inner.tokens)
            }
        }
    }

    private func comments(_ document: Document) -> [String] {
        document.tokens.map {
            String(decoding: document.bytes[$0.trivia], as: UTF8.self)
                .trimmingSpace
        }.filter { !$0.isEmpty }
    }

    /// A file with CRLF gets no other line ends.
    private func bareLineEnds(_ document: Document) -> Bool {
        document.bytes.indices.contains { index in
            document.bytes[index] == 0x0A && (index == 0 || document.bytes[index - 1] != 0x0D)
        }
    }
}

extension String {
    fileprivate var trimmingSpace: String {
        let body = drop(while: \.isWhitespace)
        return String(body.reversed().drop(while: \.isWhitespace).reversed())
    }
}

/// A file with a block `resource "t" "x"` and odd things in and around it.
private struct RandomFile {
    private var state: UInt64
    let end: String

    init(seed: UInt64) {
        state = seed &* 0x9E37_79B9_7F4A_7C15
        end = seed % 3 == 0 ? "\r\n" : "\n"
    }

    mutating func roll(_ sides: UInt64) -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state % sides
    }

    mutating func pick<Element>(_ choices: [Element]) -> Element {
        choices[Int(roll(UInt64(choices.count)))]
    }

    mutating func text() -> String {
        var parts: [String] = []
        for _ in 0..<roll(3) { parts.append(around()) }
        parts.append(block("x", mentions: "t.z.id"))
        for _ in 0..<roll(3) { parts.append(around()) }
        let text = parts.joined(separator: end + (roll(2) == 0 ? end : ""))
        return roll(3) == 0 ? text : text + end
    }

    private mutating func around() -> String {
        pick([
            "# top # of /* it", "// \"${x}\" {", "/* over\(end) two lines { */",
            "locals {\(end)  h = <<-EOT\(end)    a = ${t.z.id} # no comment\(end)    EOT\(end)}",
            "output \"o\" { value = \"%{ if true }y%{ else }n%{ endif }\" }",
            "resource \"t\" \"w\" {\(end)  a = { b = [1, 2], \"c\" : \"}\" } // behind\(end)}",
        ])
    }

    mutating func block(_ name: String, mentions other: String) -> String {
        var lines = ["resource \"t\" \"\(name)\" {" + pick(["", " # head", " /* { */"])]
        var names = ["a", "b", "c", "long_name"]
        for _ in 0..<roll(5) where !names.isEmpty {
            lines += setting(names.removeFirst(), other)
            if roll(4) == 0 { lines.append(pick(["", "  # alone", "  /* one */ // two"])) }
        }
        if roll(3) == 0 {
            lines += [
                "  dynamic \"flag\" {", "    for_each = \(other)", "    content {", "    }", "  }",
            ]
        }
        if roll(3) == 0 { lines += ["  lifecycle {", "    prevent_destroy = true", "  }"] }
        return (lines + ["}"]).joined(separator: end)
    }

    private mutating func setting(_ name: String, _ other: String) -> [String] {
        let front = "  \(pick(["", "/* front */ "]))\(name)\(pick([" ", "   "]))= "
        let behind = pick([
            "", " # behind \(name)", "   // behind \(name)", " /* behind \(name) */",
        ])
        switch roll(7) {
        case 0: return [front + "<<EOT", "  \(name) = 1 # text", "EOT"]
        case 1: return [front + "[", "    1, # first", "    \(other),", "  ]\(behind)"]
        case 2: return [front + "\"x-${\(other)}\"\(behind)"]
        case 3: return [front + "{ k = \"v\" }\(behind)"]
        case 4: return [front + "\"plain \\\"q\\\" $${no}\"\(behind)"]
        case 5: return [front + "\(other)\(behind)"]
        default: return [front + "10\(behind)"]
        }
    }
}
