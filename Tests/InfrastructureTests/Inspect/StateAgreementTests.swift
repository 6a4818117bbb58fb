import Diagnostics
import Foundation
import Infrastructure
import Testing

@Suite("State and reality: the server behind the address is the one that is migrated")
struct StateAgreementTests {
    private func agreement(_ attributes: String) throws -> StateAgreement {
        let text = """
            {"version": 4, "serial": 1, "lineage": "l", "resources": [
              {"mode": "managed", "type": "google_sql_database_instance", "name": "main",
               "instances": [{"attributes": \(attributes)}]},
              {"mode": "managed", "type": "google_storage_bucket", "name": "b",
               "instances": [{"attributes": {}}]}, 
              {"mode": "managed", "type": "acme", "name": "a", "instances": [{"attributes": {}}]}]}
            """
        return StateAgreement(
            try StateFile.read(Data(text.utf8)), knowledge: try Knowledge.builtIn(),
            redaction: Redaction()
        ) { ["db.internal": ["10.0.0.3"], "moved.internal": ["10.0.0.9"]][$0] ?? [$0] }
    }

    private let server = "google_sql_database_instance.main"
    private let plain = """
        {"database_version": "POSTGRES_15", "private_ip_address": "10.0.0.3"}
        """

    @Test(
        "agrees by address, by name, and by what peer or pooler see",
        arguments: [["10.0.0.3"], ["db.internal"], ["127.0.0.1", "10.0.0.3"]])
    func agrees(hosts: [String]) throws {
        let answer = try agreement(plain).of(server, reachedAt: hosts)
        guard case .agrees = answer else {
            Issue.record("\(answer)")
            return
        }
    }

    @Test(
        "differs when the migration reaches another server",
        arguments: ["10.0.0.9", "moved.internal"])
    func differs(host: String) throws {
        let answer = try agreement(plain).of(server, reachedAt: [host])
        guard case .differs(let text, _) = answer else {
            Issue.record("\(answer)")
            return
        }
        #expect(text.contains("10.0.0.3") && text.contains(host))
    }

    @Test("never passes because it could not tell")
    func unknown() throws {
        let answers = [
            try agreement(plain).of(server, reachedAt: ["127.0.0.1"]),
            try agreement("{}").of(server, reachedAt: ["10.0.0.3"]),
            try agreement(plain).of(server, reachedAt: []),
            try agreement(plain).of("acme.a", reachedAt: ["10.0.0.3"]),
        ]
        for answer in answers {
            guard case .unknown = answer else {
                Issue.record("\(answer)")
                continue
            }
        }
    }

    @Test("names the servers that are there when the address is not, and what is no server")
    func wrongAddress() throws {
        let agreement = try agreement(plain)
        guard case .differs(_, let hint) = agreement.of(server + "x", reachedAt: ["h"]) else {
            Issue.record("an address that is not there was found")
            return
        }
        #expect(hint?.contains("Did you mean \(server)?") == true)
        guard case .differs(let text, _) = agreement.of("google_storage_bucket.b", reachedAt: ["h"])
        else {
            Issue.record("a bucket was taken for a server")
            return
        }
        #expect(text.contains("is a bucket"))
    }

    @Test(
        "reads the major version as clouds write it",
        arguments: [("POSTGRES_15", 15), ("16.4", 16)])
    func major(text: String, major: Int) throws {
        let agreement = try agreement("{\"database_version\": \"\(text)\"}")
        #expect(agreement.major(of: server) == major)
    }
}
