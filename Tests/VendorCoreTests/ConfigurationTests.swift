import Diagnostics
import Testing
import VendorCore

/// Goal: a configuration means what the reference takes it for, and a slip in it is named.
/// Method: texts in, values and diagnostics out.
struct ConfigurationTests {
    private static let head = "apiVersion: vendir.k14s.io/v1alpha1\nkind: Config\n"

    private func read(
        _ text: String, strict: Bool = true
    ) throws(Diagnostic) -> VendorResources {
        try ConfigurationReader(refusesUnknownKeys: strict)
            .read([.init(name: "vendir.yml", text: text)])
    }

    private func failure(_ text: String, strict: Bool = true) -> Diagnostic? {
        do {
            _ = try read(text, strict: strict)
            return nil
        } catch { return error }
    }

    private func contents(_ text: String) -> String {
        Self.head + "directories:\n- path: vendor\n  contents:\n" + text
    }

    @Test("an unknown key is refused with its place and the nearest key")
    func unknownKey() {
        let text = contents("  - path: a\n    incldePaths: [x]\n    inline: {paths: {a: b}}\n")
        let problem = failure(text)
        #expect(problem?.code == .configurationUnknownKey)
        #expect(problem?.place == Place(file: "vendir.yml", line: 7, column: 5))
        #expect(problem?.hint == "Did you mean `includePaths`?")
    }

    @Test("a misspelt source is named, with the one that was meant")
    func misspeltSource() {
        let problem = failure(contents("  - path: a\n    inlin: {paths: {a: b}}\n"))
        #expect(problem?.detail?.contains("no key `inlin` Did you mean `inline`?") == true)
    }

    @Test("under the reference's name an unknown key is a warning, and letter case does not matter")
    func compatibleKeys() throws {
        let text = contents("  - path: a\n    typo: 1\n    Inline: {Paths: {a: b}}\n")
        let found = try read(text, strict: false)
        #expect(found.warnings.map(\.severity) == [.warning])
        #expect(found.configuration.directories[0].contents[0].source.key == "inline")
    }

    @Test(
        "texts stay texts, whatever YAML takes them for",
        arguments: ["y", "1.10", "0123", "no", "1e3"])
    func texts(_ written: String) throws {
        let text = contents("  - path: \(written)\n    git: {url: u, ref: \(written)}\n")
        let content = try read(text).configuration.directories[0].contents[0]
        #expect(content.path == written)
        guard case .git(let git) = content.source else {
            Issue.record("not git")
            return
        }
        #expect(git.ref == written)
    }

    @Test("modes are octal where they begin with a zero")
    func permissions() throws {
        let text =
            Self.head
            + "directories:\n- path: v\n  permissions: 0750\n  contents:\n  - path: a\n"
            + "    permissions: 0o700\n    inline: {paths: {a: b}}\n"
        let directory = try read(text).configuration.directories[0]
        #expect(directory.permissions == 0o750)
        #expect(directory.contents[0].permissions == 0o700)
    }

    @Test("everything that is wrong is named in one run")
    func several() {
        let text = contents("  - path: a\n    foo: 1\n    bar: 2\n    inline: {paths: {a: b}}\n")
        #expect(failure(text)?.detail?.contains("bar") == true)
    }

    @Test(
        "paths that would replace what must stay are refused",
        arguments: ["/", ".", "..", "\"\"", "./", "../..", "a/.."])
    func disallowed(_ path: String) {
        let text =
            Self.head
            + "directories:\n- path: \(path)\n  contents:\n  - path: a\n    inline: {paths: {a: b}}\n"
        #expect(failure(text)?.code == .configurationInvalid)
    }

    @Test("a content cannot stand outside of its directory, nor over another one")
    func placement() {
        #expect(failure(contents("  - path: ../x\n    manual: {}\n")) != nil)
        #expect(
            failure(contents("  - path: a\n    manual: {}\n  - path: a/b\n    manual: {}\n")) != nil
        )
        #expect(
            failure(contents("  - path: .\n    manual: {}\n  - path: b\n    manual: {}\n")) != nil)
        #expect(
            failure(contents("  - path: a\n    manual: {}\n  - path: ab\n    manual: {}\n")) == nil)
    }

    @Test("what is not YAML is refused, also behind a good document")
    func notYAML() {
        #expect(failure("a: [\n")?.code == .configurationNotYAML)
        #expect(failure(Self.head + "---\na: [\n")?.code == .configurationNotYAML)
        #expect(failure("")?.code == .configurationMissing)
    }

    @Test("a source has exactly one kind")
    func kinds() {
        #expect(failure(contents("  - path: a\n")) != nil)
        #expect(failure(contents("  - path: a\n    manual: {}\n    inline: {}\n")) != nil)
    }

    @Test(
        "the minimum version is compared by its numbers",
        arguments: [
            ("0.8.0", true), ("0.40.1", true), ("0.41.0", false), ("0.40", true),
            ("v0.8.0", false), ("x", false),
        ])
    func minimum(_ version: String, isEnough: Bool) {
        let problem = failure(Self.head + "minimumRequiredVersion: \(version)\n")
        #expect((problem == nil) == isEnough)
    }

    @Test("secrets are read from both of their forms, and show no value when printed")
    func secrets() throws {
        let text = """
            apiVersion: v1
            kind: Secret
            metadata: {name: s}
            data: {a: aGVsbG8=}
            stringData: {b: plain}
            ---
            \(Self.head)
            """
        let secret = try read(text).secret("s")
        #expect(secret.text("a") == "hello")
        #expect(secret.text("b") == "plain")
        #expect(!"\(secret)".contains("plain"))
        var dumped = ""
        dump(secret, to: &dumped)
        #expect(!dumped.contains("plain"))
    }

    @Test("two secrets of one name must be equal")
    func sameSecrets() {
        let one = "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {a: x}\n---\n"
        #expect(failure(one + one + Self.head) == nil)
        #expect(failure(one + one.replacing("x", with: "y") + Self.head) != nil)
    }

    @Test("overrides replace the source and keep the filters; a subset keeps only what it names")
    func overrides() throws {
        let text = contents(
            "  - path: a\n    git: {url: u}\n    includePaths: [x]\n    newRootPath: n\n"
                + "  - path: b\n    manual: {}\n")
        let override = SyncOptions.Override("vendor/a=~/loc", home: "/home/me")
        let configuration = try read(text).configuration
            .overriding([override]).subset(["vendor/a"])
        let content = configuration.directories[0].contents[0]
        #expect(content.source == .directory(path: "/home/me/loc"))
        #expect(content.selection.includes == ["x"])
        #expect(content.newRootPath.isEmpty)
        #expect(configuration.directories.flatMap(\.contents).count == 1)
        #expect(throws: Diagnostic.self) { try read(text).configuration.subset(["vendor/zz"]) }
    }

    @Test("the digest of a lazy content follows from the reference's own printing of it")
    func canonicalText() throws {
        let text = contents(
            "  - path: x\n    lazy: true\n    git:\n      url: /r\n      ref: origin/main\n"
                + "    includePaths: [b, a]\n    legalPaths: []\n")
        #expect(
            try read(text).configuration.directories[0].contents[0].canonicalText == """
                git:
                  ref: origin/main
                  url: /r
                includePaths:
                - b
                - a
                lazy: true
                legalPaths: []
                path: x

                """)
    }
}
