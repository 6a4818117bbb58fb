import Diagnostics
import Testing
import VendorCore

/// Goal: the version that is chosen is the one the reference chooses.
/// Method: constraints and lists of names, as its documentation has them.
struct VersionTests {
    private func fitting(_ range: String, _ names: String) throws -> [String] {
        var versions = TaggedVersions(names.split(separator: " ").map(String.init))
        versions.keep(try VersionRange(range))
        return versions.sorted
    }

    @Test("versions are sorted as versions, and names that are none are passed over")
    func sorting() {
        let names = ["v1.0.0", "0.9.0", "v1.2.0-rc.1", "2.0.0", "v1.10.0", "v1.9.0", "bad", "1.0"]
        #expect(
            TaggedVersions(names).sorted
                == ["0.9.0", "v1.0.0", "v1.2.0-rc.1", "v1.9.0", "v1.10.0", "2.0.0"])
    }

    @Test("pre-releases come before their release, numbers before words")
    func prereleases() {
        let names = ["1.0.0", "1.0.0-rc.2", "1.0.0-rc.10", "1.0.0-alpha", "1.0.0-1", "1.0.0-rc"]
        #expect(
            TaggedVersions(names).sorted
                == ["1.0.0-1", "1.0.0-alpha", "1.0.0-rc", "1.0.0-rc.2", "1.0.0-rc.10", "1.0.0"])
    }

    @Test(
        "constraints admit what they say",
        arguments: [
            (">=1.0.0 <2.0.0", "1.0.0 1.5.0"), (">= 1.0.0 < 2.0.0", "1.0.0 1.5.0"),
            ("1.0.0", "1.0.0"), ("==1.0.0", "1.0.0"), ("!1.5.0", "0.9.0 1.0.0 2.0.0"),
            ("!=1.5.0", "0.9.0 1.0.0 2.0.0"), ("<1.0.0 || >=2.0.0", "0.9.0 2.0.0"),
            ("1.x", "1.0.0 1.5.0"), ("1.5.x", "1.5.0"), (">1.x", "2.0.0"),
            ("<=1.x", "0.9.0 1.0.0 1.5.0"),
            ("<1.x", "0.9.0"), (">=1.x", "1.0.0 1.5.0 2.0.0"), ("1.x.x", "1.0.0 1.5.0"),
            (">1.0.0 !1.5.0 || 0.9.x", "0.9.0 2.0.0"),
        ])
    func constraints(_ range: String, _ expected: String) throws {
        #expect(
            try fitting(range, "0.9.0 1.0.0 1.5.0 2.0.0").joined(separator: " ") == expected)
    }

    @Test(
        "what is no constraint is refused",
        arguments: ["^^1", "~>1", "^1.0.0", "", "||", ">=1.0.0 ||", "1", ">=x", "1.0", "a", "x"])
    func refused(_ range: String) {
        #expect(throws: Diagnostic.self) { try VersionRange(range) }
    }

    @Test(
        "only well-formed versions are versions",
        arguments: [
            ("1.2.3", true), ("1.2.3-rc.1+b-1", true), ("01.2.3", false), ("1.2", false),
            ("1.2.3-", false), ("1.2.3-01", false), ("1.2.3+01", true), ("1.2.3.4", false),
            ("-1.2.3", false), ("1.2.3-ü", false),
        ])
    func wellFormed(_ text: String, isOne: Bool) {
        #expect((SemanticVersion(text) != nil) == isOne)
    }

    @Test("the highest is chosen, pre-releases only where they are asked for")
    func selection() throws {
        let names = ["v1.0.0", "v1.1.0-rc.1", "v1.2.0-alpha.1"]
        func highest(_ prereleases: VersionSelection.Prereleases) throws -> String {
            try VersionSelection(
                semver: .init(constraints: ">=0.1.0", prereleases: prereleases)
            ).highest(of: names)
        }
        #expect(try highest(.none) == "v1.0.0")
        #expect(try highest(.some(identifiers: [])) == "v1.2.0-alpha.1")
        #expect(try highest(.some(identifiers: ["rc"])) == "v1.1.0-rc.1")
        #expect(throws: Diagnostic.self) {
            try VersionSelection(semver: .init(constraints: ">9.0.0")).highest(of: names)
        }
    }
}
