import Diagnostics
import Foundation
import Infrastructure
import Testing

@Suite("Secrets: whatever is marked anywhere is shown nowhere")
struct RedactionTests {
    @Test("hides a secret wherever it stands, also inside of longer texts and JSON")
    func hides() {
        var redaction = Redaction()
        redaction.add("p\"w\\1")
        redaction.add("longer-p\"w\\1-around")
        #expect(redaction.apply(to: "a p\"w\\1 b") == "a (sensitive) b")
        #expect(redaction.apply(to: "longer-p\"w\\1-around") == "(sensitive)")
        #expect(redaction.apply(to: "{\"x\":\"p\\\"w\\\\1\"}") == "{\"x\":\"(sensitive)\"}")
    }

    @Test("leaves no part of secrets that overlap or follow each other")
    func overlapping() {
        var redaction = Redaction()
        for secret in ["abcd", "cdef", "gähn"] { redaction.add(secret) }
        #expect(redaction.apply(to: "-abcdef- gähnabcd.") == "-(sensitive)- (sensitive).")
        #expect(redaction.apply(to: "äöü abc") == "äöü abc")
    }

    @Test("goes through a long text once, however many secrets there are")
    func many() {
        var redaction = Redaction()
        for number in 0..<1_000 { redaction.add("secret-number-\(number)-x") }
        let text = (0..<400).map { "line \($0) secret-number-\($0)-x" }.joined(separator: "\n")
        let shown = redaction.apply(to: text)
        #expect(!shown.contains("secret-number"))
        #expect(shown.contains("line 399 (sensitive)"))
    }

    @Test("knows the host beside a password for what it is, and hides a scalar in any case")
    func hostBesidePassword() {
        var redaction = Redaction()
        redaction.add(allOf: .object(["host": .string("10.0.0.3"), "password": .string("marker")]))
        #expect(redaction.apply(to: "10.0.0.3 marker") == "10.0.0.3 (sensitive)")
        redaction.add(allOf: .string("10.0.0.3"))
        #expect(redaction.apply(to: "10.0.0.3") == "(sensitive)")
    }

    @Test("does not blot out what is too short to be meant")
    func short() {
        var redaction = Redaction()
        for text in ["", "a", "on", "true", "null"] { redaction.add(text) }
        #expect(redaction.apply(to: "on true null a") == "on true null a")
    }

    @Test(
        "finds a variable's value through the configuration, which alone knows that it is sensitive",
        arguments: [true, false])
    func variables(isSensitive: Bool) throws {
        let text = """
            {"format_version": "1.2", "planned_values": {}, "resource_changes": [],
             "variables": {"dsn": {"value": "marker-value"}},
             "configuration": {"root_module": {
               "variables": {"dsn": {"default": "marker-default", "sensitive": \(isSensitive)}},
               "module_calls": {"m": {
                 "expressions": {"inner": {"constant_value": "marker-constant"}},
                 "module": {"variables": {"inner": {"sensitive": \(isSensitive)}}}}}}}}
            """
        var redaction = Redaction()
        redaction.collect(from: try Plan.read(Data(text.utf8)))
        for marker in ["marker-value", "marker-default", "marker-constant"] {
            #expect(redaction.hides(marker) == isSensitive)
        }
    }

    @Test("finds what plan, state and schema mark, and what only its name gives away")
    func marks() throws {
        let state = try StateFile.read(
            Data(
                """
                {"version": 4, "serial": 7, "lineage": "l", "outputs": {
                   "o": {"value": ["marker-output"], "sensitive": true}},
                 "resources": [{"mode": "managed", "type": "t", "name": "n", "module": "module.m",
                   "instances": [{"index_key": "k", "attributes": {
                     "marked": {"value": {"deep": "marker-marked"}, "type": ["object", {}]},
                     "schema": [{"secret_text": "x", "inner": "marker-schema"}],
                     "admin_password": "marker-named", "password_policy": "plain"},
                     "sensitive_attributes": [[{"type": "get_attr", "value": "marked"}]]}]}]}
                """.utf8))
        let schemas = try ProviderSchemas.read(
            Data(
                """
                {"provider_schemas": {"p": {"resource_schemas": {"t": {"block": {
                  "block_types": {"schema": {"block": {"attributes": {
                    "inner": {"type": "string", "sensitive": true}}}}}}}}}}}
                """.utf8))
        #expect(state.instances.map(\.address) == ["module.m.t.n[\"k\"]"])
        var redaction = Redaction()
        redaction.collect(from: state, schemas: schemas)
        for marker in ["marker-output", "marker-marked", "marker-schema", "marker-named"] {
            #expect(redaction.hides(marker), "\(marker)")
        }
        #expect(!redaction.hides("plain"))
    }

    @Test("takes credentials and values of variables from the environment")
    func environment() {
        var redaction = Redaction()
        redaction.collect(environment: [
            "TF_VAR_dsn": "marker-one", "AWS_SECRET_ACCESS_KEY": "marker-two", "HOME": "/home/me",
            "TF_VAR_both": "{\"a\": \"marker-three\"}",
        ])
        #expect(["marker-one", "marker-two", "marker-three"].allSatisfy(redaction.hides))
        #expect(!redaction.hides("/home/me"))
    }
}
