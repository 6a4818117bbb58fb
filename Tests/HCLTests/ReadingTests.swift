import Testing

@testable import HCL

/// Goal: what is read can be printed again to the byte, and nothing else is read.
/// Method: files that break simple readers, and each of them damaged at every place.
@Suite("Reading HCL")
struct ReadingTests {
    @Test("gives back every byte", arguments: corpus.indices)
    func identity(_ index: Int) throws {
        let bytes = Array(corpus[index].text.utf8)
        let document = try Document.read(bytes)
        #expect(document.printed() == bytes, "\(corpus[index].name)")
    }

    @Test("says line and column of what is wrong", arguments: broken.indices)
    func places(_ index: Int) {
        let example = broken[index]
        #expect("\(example.name)") {
            try Document.read(example.text)
        } throws: { error in
            guard let error = error as? SyntaxError else { return false }
            if (error.line, error.column) == (example.line, example.column) { return true }
            Issue.record("\(example.name): \(error)")
            return false
        }
    }

    @Test("gives a tree or an error when any byte is left out, doubled or changed")
    func damage() {
        var dice = Dice(seed: 20_240_601)
        var read = 0
        var refused = 0
        for example in corpus where example.text.utf8.count < 1500 {
            let bytes = Array(example.text.utf8)
            for index in bytes.indices {
                for damaged in damages(bytes, at: index, &dice) {
                    guard let document = try? Document.read(damaged) else {
                        refused += 1
                        continue
                    }
                    read += 1
                    #expect(document.printed() == damaged)
                }
            }
        }
        #expect(read > 1000 && refused > 1000, "both endings are seen: \(read), \(refused)")
    }

    @Test("gives a tree or an error for bytes thrown together")
    func noise() {
        var dice = Dice(seed: 7)
        let words = [
            "a", "=", "{", "}", "[", "]", "(", ")", "\"", "${", "%{", "<<E\n", "E\n", "\n", "\r\n",
            " ", "#", "/*", "*/", "for", "in", ":", "=>", ".", "*", "1", "é", "\u{0}", "~}", "if",
            "?", "endif", "\\", "$", "-", "!",
        ]
        var read = 0
        for _ in 0..<4_000 {
            var bytes: [UInt8] = []
            for _ in 0..<dice.below(14) {
                if dice.below(40) == 0 { bytes.append(UInt8(dice.below(256))) }
                bytes += Array(words[dice.below(words.count)].utf8)
            }
            guard let document = try? Document.read(bytes) else { continue }
            read += 1
            #expect(document.printed() == bytes)
        }
        #expect(read > 20, "some of it is HCL: \(read)")
    }

    @Test(
        "refuses what is nested without end instead of crashing",
        arguments: ["[", "{a=", "(", "!", "-", "a{\n", "\"${", "f(", "a?b:", "a+(", "[for a in "])
    func endlessNesting(_ word: String) {
        let text = "x = " + String(repeating: word, count: 10_000)
        #expect(throws: SyntaxError.self) { try Document.read(text) }
    }

    @Test("long chains are read without deep stacks, or refused")
    func longChains() throws {
        let sum = "a = 1" + String(repeating: " + 1", count: 90) + "\n"
        #expect(try Document.read(sum).printed() == Array(sum.utf8))
        for chain in [".a", "[0]", ".*", " + 1"] {
            let text = "a = b" + String(repeating: chain, count: 10_000)
            #expect(throws: SyntaxError.self) { try Document.read(text) }
        }
    }

    private func damages(_ bytes: [UInt8], at index: Int, _ dice: inout Dice) -> [[UInt8]] {
        var without = bytes
        without.remove(at: index)
        var doubled = bytes
        doubled.insert(bytes[index], at: index)
        var changed = bytes
        changed[index] = UInt8(dice.below(256))
        return [without, doubled, changed, Array(bytes[..<index])]
    }
}

/// Numbers that are the same in every run (xorshift).
struct Dice {
    var seed: UInt64

    mutating func below(_ limit: Int) -> Int {
        seed ^= seed << 13
        seed ^= seed >> 7
        seed ^= seed << 17
        return Int(seed % UInt64(limit))
    }
}
