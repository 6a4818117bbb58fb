import Diagnostics
import Testing

@testable import FleetCore

/// Goal: what is written is what is meant, and what is not understood is refused where it stands.
/// Method: small files as text.
@Suite struct FleetFileTests {
    static let whole = """
        fleet: shared
        centre: https://forge.example/acme/shared
        forges:
          github: {kind: github, token: {env: TOKEN}}
        features:
          common:
            vendor:
            - {from: shared/ci, to: ci/vendor, exclude: ["**/rust-*"]}
          rust:
            vendor:
            - {from: shared/actions, to: .github/workflows, include: ["rust-*"], strip_prefix: rust-}
            templates:
            - {from: templates/pipeline, to: ci, values: [image]}
            check: make check
            existing: replace
        groups:
          services: {features: [common], values: {image: debian, port: 80}}
        repositories:
        - name: acme/one
          groups: [services]
          features: [rust]
          values: {image: rust, flag: true, word: y, list: [1, two]}
        - query: {owner: acme, topic: shared, name: "service-*"}
          groups: [services]
        waves:
        - {name: canaries, repositories: [acme/one]}
        - {name: everyone, start: by_hand}
        request: {labels: [shared], reviewers: [kim], author: {name: Bot, email: bot@example.org}}
        limits: {concurrency: 3}
        """

    private func read(_ text: String) -> (FleetFile?, [String]) {
        let (fleet, problems) = FleetFile.read(text, file: "fleet.yaml")
        return (fleet, problems.map(\.description))
    }

    @Test("a whole file is read, each part where it belongs")
    func wholeFile() throws {
        let (fleet, problems) = read(Self.whole)
        #expect(problems == [])
        let file = try #require(fleet)
        #expect(file.forges["github"]?.api == "https://api.github.com")
        #expect(file.forges["github"]?.git == "https://github.com/{repository}.git")
        #expect(file.features["rust"]?.existing == .replace)
        #expect(file.features["rust"]?.templates.first?.values == ["image"])
        #expect(file.waves.map(\.start) == [.automatic, .byHand])
        #expect(file.limits.concurrency == 3)
    }

    @Test("a repository gets its groups' features and values, and its own values win")
    func consumers() throws {
        let fleet = try #require(read(Self.whole).0)
        let all = Consumer.all(of: fleet, found: [1: ["acme/service-b", "acme/one"]])
        #expect(all.map(\.name) == ["acme/one", "acme/service-b"])
        #expect(all[0].features == ["common", "rust"])
        #expect(all[0].values["image"] == .string("rust"))
        #expect(all[0].values["port"] == .int(80))
        #expect(all[0].values["word"] == .string("y"), "a word is no truth value")
        #expect(all[0].values["flag"] == .bool(true))
        #expect(all[0].wave == "canaries")
        #expect(all[1].features == ["common"])
        #expect(all[1].wave == "everyone")
        #expect(all[0].address == "https://github.com/acme/one.git")
    }

    @Test(
        "what is not understood is refused with its place and the nearest known word",
        arguments: [
            ("feature: {}", "fleet.yaml:1:1: error: the file has an unknown key `feature`"),
            ("features: {a: {vendr: []}}", "Did you mean `vendor`?"),
            ("groups: {a: {features: [comon]}}\nfeatures: {common: {}}", "Did you mean `common`?"),
            ("waves: [{name: w, start: by_hnd}]", "Did you mean `by_hand`?"),
            ("features: {a: {vendor: [{from: ../x, to: y}]}}", "inside of the repository"),
            ("features: {a: {vendor: [{from: x, to: /etc}]}}", "inside of the repository"),
            ("features: {a: {vendor: [{from: x, to: .git/hooks}]}}", "inside of the repository"),
            ("forges: {a: {kind: github, token: hunter2}}", "where it is found, not what it is"),
            ("forges: {a: {kind: gitea, git: x}}", "has no `api`"),
            ("limits: {concurrency: none}", "a number above zero"),
            ("fleet: Shared Files", "1 to 40 of a-z, 0-9 and -"),
            ("fleet: a\nfleet: b", "is given twice"),
            ("features: {a: {}}\nrepositories: [{name: x, forge: gthub}]", "there is no forge"),
            ("limits: [", "the file is not YAML"),
        ])
    func refusals(_ text: String, _ expected: String) {
        let (fleet, problems) = read(text)
        #expect(fleet == nil)
        let found = problems.contains { $0.contains(expected) }
        #expect(found, "\(problems)")
        let isSecretSaid = problems.contains { $0.contains("hunter2") }
        #expect(!isSecretSaid)
    }

    @Test("every unknown key is named in one run, in the order of the file")
    func allAtOnce() {
        let (_, problems) = FleetFile.read(
            "fleet: a\nlimits:\n  tries: 3\n  speed: 2\nwawes: []\n", file: "f")
        let lines = problems.compactMap { $0.place?.line }
        #expect(lines == [3, 4, 5])
    }

    @Test(
        "patterns cross folders only where two stars stand",
        arguments: [
            ("*.sh", "a.sh", true), ("*.sh", "x/a.sh", false), ("**/*.sh", "x/y/a.sh", true),
            ("**/*.sh", "a.sh", true), ("x/**", "x/y/z", true), ("x/**", "y/z", false),
            ("a?c", "abc", true), ("a?c", "ac", false), ("{a,b}/*", "b/c", true),
            ("**/rust-*", "tasks/rust-check.sh", true), ("**/rust-*", "tasks/trust-a", false),
        ])
    func patterns(_ pattern: String, _ path: String, _ expected: Bool) {
        #expect(PathPattern(pattern).matches(path) == expected)
    }
}
