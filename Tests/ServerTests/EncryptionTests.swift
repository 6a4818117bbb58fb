import Demonstration
import Foundation
import MigrationCore
import PostgresClient
import ServerTestKit
import Testing

/// Goal: where an operator asks for `verify-full`, every connection is encrypted and knows whom it
/// talks to, between the servers too; and a certificate that is not right stops everything. Method:
/// servers that take nothing but TLS and SCRAM, and certificates made here.
@Suite("Encrypted connections", .serialized)
struct EncryptionTests {
    private static let isPossible = speakTLS(15, 17) && Certificates.isPossible

    @Test(
        "with verify-full and SCRAM a migration goes there and back, and each connection is encrypted",
        .enabled(if: isPossible, "not run: PostgreSQL 15 or 17 with TLS, or openssl is missing"))
    func thereAndBack() async throws {
        try await onEncryptedStage { stage, certificates in
            try stage.writeFile(file(stage, authority: certificates.path("authority.crt")))
            for command in ["run", "switch-over", "switch-back"] {
                let result = try await stage.apus("migrate", command)
                #expect(result.status == 0, "\(command): \(result.error)")
                try await expectEncrypted(stage)
            }
            let finish = try await stage.apus("migrate", "finish", "--confirm", "demo")
            #expect(finish.status == 0, "\(finish.error)")
        }
    }

    @Test(
        "a certificate of somebody else, or for another name, is refused before anything changes",
        .enabled(if: isPossible, "not run: PostgreSQL 15 or 17 with TLS, or openssl is missing"))
    func refused() async throws {
        try await onEncryptedStage { stage, certificates in
            let authority = certificates.path("authority.crt")
            let stranger = certificates.path("stranger.crt")
            let wrongs = [
                (file(stage, authority: stranger), 1, "certificate verify failed"),
                (file(stage, authority: authority, host: "127.0.0.1"), 1, "does not match host"),
                (file(stage, authority: authority, peer: stranger), 3, "certificate verify failed"),
            ]
            for (text, status, words) in wrongs {
                try stage.writeFile(text)
                let result = try await stage.apus("migrate", "run")
                #expect(result.status == Int32(status), "\(words): \(result.error)")
                #expect(result.error.contains(words), "\(result.error)")
                try await expectNothingLeft(stage, on: .source)
            }
        }
    }

    // MARK: The stage

    private func onEncryptedStage(_ body: (Stage, Certificates) async throws -> Void) async throws {
        var setup = Stage.Setup.quick(from: 15, to: 17)
        setup.password = Secret("it's secret")
        try await onStage(setup) { stage in
            // Readable for the servers' user, which the stage's own folder is not.
            let folder = "/tmp/apus-certificates-\(UUID().uuidString.prefix(8))"
            defer { try? FileManager.default.removeItem(atPath: folder) }
            try await stage.loadSmall()
            let certificates = try Certificates(in: folder)
            for server in [stage.source, stage.target] {
                let name = "server-\(server.port)"
                try certificates.make(name, for: "localhost", owner: server.folder)
                try "hostssl all all 127.0.0.1/32 scram-sha-256\n".write(
                    toFile: server.dataFolder + "/pg_hba.conf", atomically: false, encoding: .utf8)
                try await server.configure([
                    "ssl": "on", "ssl_cert_file": certificates.path("\(name).crt"),
                    "ssl_key_file": certificates.path("\(name).key"),
                ])
                try await server.restart()
            }
            try await body(stage, certificates)
        }
    }

    private func file(
        _ stage: Stage, authority: String, host: String = "localhost", peer: String? = nil
    ) -> String {
        func server(_ side: Side) -> String {
            let other = peer.map { ", seen_from_peer: {sslrootcert: \"\($0)\"}" } ?? ""
            return """
                {host: \(host), port: \(stage.server(side).port), user: postgres,
                  password: {env: APUS_STAGE_PASSWORD}, sslmode: verify-full,
                  sslrootcert: "\(authority)", channel_binding: require\(other)}
                """
        }
        return """
            migration: demo
            source: \(server(.source))
            target: \(server(.target))
            databases: [app]
            traffic: none
            """
    }

    /// Every session of this server with a network address, replication's among them; the test's
    /// own are encrypted as well, since nothing else gets in.
    private func expectEncrypted(_ stage: Stage) async throws {
        var walsenders = 0
        for side in Side.allCases {
            let rows = try await stage.query(
                """
                SELECT a.backend_type, s.ssl, s.version FROM pg_stat_activity a
                JOIN pg_stat_ssl s USING (pid) WHERE a.client_addr IS NOT NULL
                """, on: side)
            #expect(rows.records.allSatisfy { $0.bool("ssl") }, "\(rows.values)")
            walsenders += rows.records.count { $0["backend_type"] == "walsender" }
            let strings = try await stage.query(
                "SELECT subconninfo FROM pg_subscription", on: side
            ).column
            #expect(strings.count == 1)
            #expect(strings.allSatisfy { $0.contains("sslmode='verify-full'") })
        }
        #expect(walsenders > 0)
    }
}
