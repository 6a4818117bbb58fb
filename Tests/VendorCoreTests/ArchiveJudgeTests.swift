import Diagnostics
import Testing
import VendorCore

/// Goal: no archive writes where it should not, and the entry to blame is named.
/// Method: entries as hostile archives have them.
struct ArchiveJudgeTests {
    private func refusal(_ entries: [ArchiveEntry], packed: Int = 1000) -> String? {
        var judge = ArchiveJudge(packedSize: packed)
        do {
            for entry in entries { _ = try judge.judge(entry) }
            return nil
        } catch { return error.message }
    }

    private func file(_ name: String, size: Int = 1) -> ArchiveEntry {
        ArchiveEntry(name: name, kind: .file(size: size))
    }

    private func link(_ name: String, _ target: String) -> ArchiveEntry {
        ArchiveEntry(name: name, kind: .symbolicLink(target))
    }

    @Test(
        "paths that lead out are refused with the entry's name",
        arguments: ["../evil", "a/../../evil", "/etc/passwd", "a/../b", ".."])
    func paths(_ name: String) {
        #expect(refusal([file("ok"), file(name)])?.contains("'\(name)'") == true)
    }

    @Test(
        "links that lead out are refused",
        arguments: ["/etc/passwd", "../x", "a/../../x", "", "b/../../../x"])
    func links(_ target: String) {
        #expect(refusal([link("l", target)])?.contains("'l'") == true)
    }

    @Test("links within the folder stay")
    func goodLinks() throws {
        var judge = ArchiveJudge(packedSize: 10)
        #expect(
            try judge.judge(link("d/l", "../a")) == .symbolicLink(path: "d/l", target: "../a"))
    }

    @Test("nothing is written through a link, directly or through another one")
    func throughLinks() {
        #expect(refusal([link("d", "x"), file("d/f")]) != nil)
        #expect(refusal([link("f", "x"), file("f")]) != nil)
        #expect(refusal([link("a/b", "c"), link("l", "a/b/../../..")]) != nil)
    }

    @Test("device files and links to what is not there are refused")
    func devices() {
        #expect(refusal([ArchiveEntry(name: "dev", kind: .device)]) != nil)
        #expect(refusal([ArchiveEntry(name: "x", kind: .other)]) != nil)
        #expect(refusal([ArchiveEntry(name: "h", kind: .hardLink("nope"))]) != nil)
        #expect(refusal([file("a"), ArchiveEntry(name: "h", kind: .hardLink("a"))]) == nil)
        #expect(refusal([ArchiveEntry(name: "h", kind: .hardLink("../../etc/passwd"))]) != nil)
    }

    @Test("names that differ by letter case only are refused, also of folders")
    func letterCase() {
        #expect(refusal([file("README"), file("readme")])?.contains("readme") == true)
        #expect(refusal([file("A/x"), file("a/y")]) != nil)
        #expect(refusal([file("a/x"), file("a/y")]) == nil)
    }

    @Test("what grows beyond all measure is refused, what is only large is not")
    func bombs() {
        #expect(refusal([file("bomb", size: 100 << 20)], packed: 1000)?.contains("bomb") == true)
        #expect(refusal([file("big", size: 100 << 20)], packed: 1 << 20) == nil)
        #expect(refusal([file("text", size: 1 << 20)], packed: 1000) == nil)
        #expect(refusal([file("huge", size: 17 << 30)], packed: 1 << 34) != nil)
    }

    @Test("the archive's own top is nothing to write")
    func top() throws {
        var judge = ArchiveJudge(packedSize: 10)
        #expect(try judge.judge(ArchiveEntry(name: "./", kind: .folder)) == .skip)
    }

    @Test("checksums are found in release notes, and a missing one is an error")
    func notes() throws {
        let digest = String(repeating: "ab", count: 32)
        let notes = ReleaseNotes("Files:\n\n  \(digest)  ./a.tgz\n")
        #expect(try notes.checksums(of: ["a.tgz"]) == ["a.tgz": digest])
        #expect(throws: Diagnostic.self) { try notes.checksums(of: ["a.tgz", "b.tgz"]) }
    }
}
