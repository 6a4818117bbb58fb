import Diagnostics
import PostgresClient
import Testing

@testable import MigrationEngine

@Suite("mayGoOn: what is copied is thrown away only where a new snapshot is needed")
struct CopyFailureTests {
    @Test(
        "a server that was away, was full, or was told to end goes on",
        arguments: [
            PostgresError.couldNotConnect(
                "FATAL: too many connections for role \"adm\"", to: "source"),
            .couldNotConnect("FATAL: password authentication failed", to: "source"),
            .connectionLost("server closed the connection unexpectedly"),
            .timedOut(after: .seconds(10), statement: "SELECT 1"), .cancelled,
            refusal("53300"), refusal("57P01"), refusal("53100"), refusal("55P03"),
            refusal("08006"),
        ])
    func servers(_ error: PostgresError) { #expect(mayGoOn(behind: error)) }

    @Test(
        "what is wrong with the source's own tables would come again",
        arguments: ["42P01", "XX001", "22P02", "23505"])
    func refusals(_ state: String) { #expect(!mayGoOn(behind: refusal(state))) }

    @Test(
        "a program's words tell whether it was its connection",
        arguments: [
            (
                "pg_dump: error: connection to server at \"db\" (10.0.0.1), port 5432 failed: FATAL:  "
                    + "too many connections for role \"adm\"", true
            ),
            ("pg_dump: error: connection to database \"shop\" failed: FATAL:  sorry", true),
            ("pg_dump: error: query failed: server closed the connection unexpectedly", true),
            ("pg_dump: error: query failed: FATAL:  terminating connection due to …", true),
            ("pg_dump: error: query failed: ERROR:  canceling statement due to lock timeout", true),
            ("pg_dump: error: query failed: ERROR:  permission denied for table wallets", false),
            ("", false),
        ])
    func programs(_ words: String, _ goesOn: Bool) {
        let failure = Diagnostic(.error, .programFailed, "pg_dump failed", detail: words)
        #expect(mayGoOn(behind: failure) == goesOn)
    }

    @Test("a diagnosis goes on unless it asks for something to be changed on the source")
    func diagnoses() {
        for code in [Diagnostic.Code.rowsRefused, .schemaRefused, .killedInExtensions] {
            #expect(!mayGoOn(behind: Diagnostic(.error, code, "no")))
        }
        for code in [Diagnostic.Code.diskFull, .pathBlocked] {
            #expect(mayGoOn(behind: Diagnostic(.error, code, "no")))
        }
        #expect(mayGoOn(behind: CancellationError()))
    }
}

private func refusal(_ state: String) -> PostgresError {
    .server(ServerError(sqlState: state, message: "no"))
}
