import Diagnostics
import Testing
import VendorCore

/// Goal: a lock is the reference's, byte for byte, and is read whoever wrote it.
/// Method: texts as the reference prints them, there and back.
struct LockFileTests {
    private func lock(_ contents: [LockedContent], path: String = "vendor") -> LockFile {
        LockFile(directories: [LockedDirectory(path: path, contents: contents)])
    }

    @Test("every source is printed as the reference does, and read back")
    func roundTrip() throws {
        let all = lock([
            LockedContent(
                path: "a", fact: .git(sha: "abc", tags: ["v1.0"], title: "first commit..."),
                configDigest: "d1"),
            LockedContent(path: "b", fact: .hg(sha: "def", title: "t")),
            LockedContent(path: "c", fact: .http),
            LockedContent(path: "d", fact: .image(url: "r/i@sha256:1", tag: "1.2.0")),
            LockedContent(path: "e", fact: .imgpkgBundle(image: "r/b@sha256:1", tag: "")),
            LockedContent(path: "f", fact: .githubRelease(url: "u", tag: "v1")),
            LockedContent(path: "g", fact: .helmChart(version: "1.0.0", appVersion: "2.1")),
            LockedContent(path: "h", fact: .manual), LockedContent(path: "i", fact: .inline),
            LockedContent(path: "j", fact: .directory),
        ])
        #expect(
            all.text == """
                apiVersion: vendir.k14s.io/v1alpha1
                directories:
                - contents:
                  - configDigest: d1
                    git:
                      commitTitle: first commit...
                      sha: abc
                      tags:
                      - v1.0
                    path: a
                  - hg:
                      changeSetTitle: t
                      sha: def
                    path: b
                  - http: {}
                    path: c
                  - image:
                      tag: 1.2.0
                      url: r/i@sha256:1
                    path: d
                  - imgpkgBundle:
                      image: r/b@sha256:1
                    path: e
                  - githubRelease:
                      tag: v1
                      url: u
                    path: f
                  - helmChart:
                      appVersion: "2.1"
                      version: 1.0.0
                    path: g
                  - manual: {}
                    path: h
                  - inline: {}
                    path: i
                  - directory: {}
                    path: j
                  path: vendor
                kind: LockConfig

                """)
        #expect(try LockFile(reading: all.text, file: "l") == all)
    }

    @Test("titles are quoted and broken behind column 80 where the reference does it")
    func titles() {
        func line(_ title: String) -> String {
            let text = lock([LockedContent(path: "x", fact: .git(sha: "s", tags: [], title: title))]
            )
            .text
            return text.components(between: "commitTitle: ", and: "\n      sha:")
        }
        let words = Array(repeating: "word", count: 20).joined(separator: " ")
        #expect(line(words).contains("\n        word"))
        #expect(line("fix: a thing") == "'fix: a thing'")
        #expect(line("true") == "\"true\"")
        #expect(line("dev work: a \"quoted\" title") == "'dev work: a \"quoted\" title'")
        #expect(line("no spaces " + String(repeating: "x", count: 100)).contains("\n") == false)
    }

    @Test("no directories are printed as null")
    func empty() {
        #expect(LockFile().text.contains("\ndirectories: null\n"))
    }

    @Test("a lock written with ./vendor locks vendor")
    func spelling() throws {
        let held = lock(
            [LockedContent(path: "./x", fact: .git(sha: "abc", tags: [], title: ""))],
            path: "./vendor/")
        let configuration = VendorConfiguration(directories: [
            VendoredDirectory(
                path: "vendor",
                contents: [
                    VendoredContent(path: "x", source: .git(GitSource(url: "u", ref: "main")))
                ])
        ])
        let locked = try held.locking(configuration)
        #expect(
            locked.directories[0].contents[0].source == .git(GitSource(url: "u", ref: "abc")))
    }

    @Test("what the lock does not know is refused, with what to do about it")
    func incomplete() {
        let configuration = VendorConfiguration(directories: [
            VendoredDirectory(
                path: "vendor", contents: [VendoredContent(path: "y", source: .manual)])
        ])
        do {
            _ = try lock([LockedContent(path: "x", fact: .manual)]).locking(configuration)
            Issue.record("locked what it does not know")
        } catch {
            #expect(error.code == .lockIncomplete)
            #expect(error.hint != nil)
        }
    }

    @Test("a partial run changes only its own contents")
    func merging() {
        let old = lock([
            LockedContent(path: "a", fact: .git(sha: "1", tags: [], title: "")),
            LockedContent(path: "b", fact: .git(sha: "2", tags: [], title: "")),
        ])
        let new = lock([LockedContent(path: "b", fact: .git(sha: "3", tags: [], title: ""))])
        let merged = old.merging(new)
        #expect(merged.content("a", in: "vendor")?.fact.label == "1")
        #expect(merged.content("b", in: "vendor")?.fact.label == "3")
    }

    @Test(
        "a title is the first line, marked when there is more",
        arguments: [
            ("first\n\nbody", "first..."), ("first\n", "first"), ("  first  ", "first"), ("", ""),
        ])
    func title(_ message: String, _ title: String) {
        #expect(LockedFact.title(of: message) == title)
    }

    @Test("other kinds and versions are no lock")
    func refused() {
        for text in [
            "kind: LockConfig\n", "apiVersion: vendir.k14s.io/v1alpha1\nkind: x\n", "a: [",
        ] {
            #expect(throws: Diagnostic.self) { try LockFile(reading: text, file: "l") }
        }
    }

    @Test("digests are read back, and name what was changed, removed and added")
    func digests() throws {
        let file = DigestLock.Item(kind: .file, digest: "1")
        let lock = DigestLock(contents: [
            "vendor/x": ["a b": file, "c": file, "d": DigestLock.Item(kind: .link, digest: "2")]
        ])
        let read = try DigestLock(reading: lock.text, file: "d")
        #expect(read == lock)
        let now = [
            "a b": file, "c": DigestLock.Item(kind: .executable, digest: "1"), "e": file,
        ]
        #expect(
            read.edits("vendor/x", now: now) == ["c": .changed, "d": .removed, "e": .added])
        #expect(DigestLock.name(beside: "vendir.lock.yml") == "vendir.digests.lock.yml")
    }
}

extension String {
    fileprivate func components(between start: String, and end: String) -> String {
        guard let from = firstRange(of: start),
            let to = self[from.upperBound...].firstRange(of: end)
        else { return "" }
        return String(self[from.upperBound..<to.lowerBound])
    }
}
