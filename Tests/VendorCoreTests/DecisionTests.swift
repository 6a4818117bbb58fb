import Diagnostics
import Testing
import VendorCore

/// Goal: edits made here survive where they can, and digests are right.
/// Method: every constellation of three versions; the test vectors of the standard.
struct DecisionTests {
    private static func file(_ digest: String) -> DigestLock.Item {
        DigestLock.Item(kind: .file, digest: digest)
    }

    @Test("an edit is never lost to a source that did not touch the file")
    func merging() {
        let versions = [nil, Self.file("1"), Self.file("2"), Self.file("3")]
        for base in versions {
            for ours in versions {
                for theirs in versions {
                    let decision = ThreeWayMerge.decide(base: base, ours: ours, theirs: theirs)
                    if ours == base || ours == theirs {
                        #expect(decision == .takeTheirs)
                    } else if theirs == base {
                        #expect(decision == .keepOurs)
                    } else if ours == nil || theirs == nil {
                        #expect(decision == .conflict)
                    } else {
                        #expect(decision == .mergeText)
                    }
                }
            }
        }
    }

    @Test("links are not merged by lines")
    func links() {
        let link = DigestLock.Item(kind: .link, digest: "9")
        #expect(
            ThreeWayMerge.decide(base: Self.file("1"), ours: link, theirs: Self.file("2"))
                == .conflict)
    }

    @Test(
        "SHA-256 gives the standard's digests, however the bytes come",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
        ])
    func digests(_ text: String, _ expected: String) {
        #expect(SHA256.hex(text.utf8) == expected)
        var pieces = SHA256()
        for byte in text.utf8 { pieces.update([byte]) }
        #expect(pieces.hex() == expected)
    }

    @Test("SHA-256 of a million letters, in odd pieces")
    func million() {
        var digest = SHA256()
        var rest = 1_000_000
        while rest > 0 {
            let count = min(rest, 4097)
            digest.update([UInt8](repeating: 0x61, count: count))
            rest -= count
        }
        #expect(
            digest.hex() == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    @Test("links may lead within their directory, to something that is there")
    func linkRule() {
        #expect(throws: Never.self) { try LinkRule.check("l", destination: "/v/a", top: "/v") }
        for destination in [nil, "/etc/passwd", "/va"] {
            #expect(throws: Diagnostic.self) {
                try LinkRule.check("l", destination: destination, top: "/v")
            }
        }
    }
}
