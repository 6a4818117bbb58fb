import Diagnostics
import Testing
import VendorCore

/// Goal: the files that stay are those that the reference keeps.
/// Method: patterns against lists of paths.
struct PathTests {
    @Test(
        "patterns match as the reference's do",
        arguments: [
            ("config/**/*", "config/a.yml", true), ("config/**/*", "config/deep/er/d", true),
            ("config/**/*", "config", false), ("config/**", "config/deep/a", true),
            ("config/*", "config/deep/a", false), ("config", "config/a", false),
            ("**/*.sh", "a.sh", true), ("**/*.sh", "x/y/a.sh", true), ("*", ".hidden", true),
            ("{config,docs}/**/*.{yml,md}", "docs/x.md", true),
            ("{config,docs}/**/*.{yml,md}", "tasks/x.md", false),
            ("config/[ab].yml", "config/a.yml", true),
            ("config/[!ab].yml", "config/c.yml", true), ("config/[^ab].yml", "config/a.yml", false),
            ("config/[a-c].yml", "config/b.yml", true), ("a?c", "abc", true), ("a?c", "a/c", false),
            ("a\\*", "a*", true), ("a\\*", "ab", false), ("LICENSE{,.md}", "LICENSE", true),
            ("{a/b,c}/d", "a/b/d", true), ("uni/*", "uni/ü.txt", true), ("a**b", "axxb", true),
            ("**", "a/b/c", true), ("a/**/b", "a/b", true), ("a/**/b", "a/x/y/b", true),
        ])
    func globs(_ pattern: String, _ path: String, matches: Bool) throws {
        #expect(try Glob(pattern).matches(path) == matches)
    }

    @Test(
        "broken patterns are refused", arguments: ["[", "a[", "{a", "[]", "[a-", "a\\", "[--a]"])
    func broken(_ pattern: String) {
        #expect(throws: Diagnostic.self) { try Glob(pattern) }
    }

    @Test("a pattern with many stars takes no time", .timeLimit(.minutes(15)))
    func stars() throws {
        let pattern = Array(repeating: "*a", count: 30).joined() + "b"
        #expect(try !Glob(pattern).matches(String(repeating: "a", count: 5000)))
        let folders = Array(repeating: "**", count: 12).joined(separator: "/") + "/x"
        #expect(
            try !Glob(folders).matches(
                Array(repeating: "y", count: 30).joined(separator: "/")))
    }

    private let files = [
        "LICENSE", "NOTICE.md", "README.md", "config/a.yml", "config/LICENSE", "config/deep/c.yml",
        "tasks/rust-b.sh", "tasks/nodejs-a.sh",
    ]

    private func kept(
        _ selection: PathSelection, newRoot: String = ""
    ) throws -> [String] {
        try PathFilter(selection, contentPath: "x")
            .selected(files, newRootPath: newRoot).map(\.target)
    }

    @Test("licences stay whatever the others say, unless there are to be none")
    func legals() throws {
        let excludes = ["**/*"]
        #expect(try kept(PathSelection(excludes: excludes)) == ["LICENSE", "NOTICE.md"])
        #expect(
            try kept(PathSelection(excludes: excludes, legals: ["README*"])) == ["README.md"])
        #expect(throws: Diagnostic.self) {
            try kept(PathSelection(excludes: excludes, legals: []))
        }
    }

    @Test("exclusion wins over inclusion")
    func exclusion() throws {
        let selection = PathSelection(
            includes: ["tasks/*"], excludes: ["tasks/nodejs-*"], legals: [])
        #expect(try kept(selection) == ["tasks/rust-b.sh"])
    }

    @Test("a new root is cut off, and a missing one names those that are there")
    func newRoot() throws {
        let selection = PathSelection(includes: ["config/**/*"])
        #expect(try kept(selection, newRoot: "config") == ["a.yml", "LICENSE", "deep/c.yml"])
        do {
            _ = try kept(PathSelection(), newRoot: "confg")
            Issue.record("found a folder that is not there")
        } catch let error as Diagnostic {
            #expect(error.hint == "Did you mean `config`?")
        }
        #expect(throws: Diagnostic.self) { try kept(selection, newRoot: "../..") }
    }

    @Test("a pattern may leave the content and come back into it")
    func dots() throws {
        #expect(try kept(PathSelection(includes: ["../**/*"])).count == files.count)
        #expect(try kept(PathSelection(includes: ["../x/tasks/*"], legals: [])).count == 2)
    }

    @Test(
        "paths are cleaned",
        arguments: [
            ("./a//b/", "a/b"), ("a/../b", "b"), ("../a", "../a"), ("/../a", "/a"), ("", ""),
            ("./", "."), ("a/..", "."),
        ])
    func cleaned(_ path: String, _ expected: String) {
        #expect(RelativePath.cleaned(path) == expected)
    }
}
