import PostgresClient
import Testing

@testable import ServerTestKit

@Suite("Verdict: what an error tells about a transaction")
struct VerdictTests {
    func server(_ state: String) -> PostgresError {
        .server(ServerError(sqlState: state, message: "no"))
    }

    @Test("nothing can be committed before the commit was sent")
    func beforeCommit() {
        #expect(Verdict(.connectionLost("gone"), commitSent: false) == .failed)
        #expect(Verdict(server("57P01"), commitSent: false) == .failed)
    }

    @Test("an error of the transaction itself rolled it back")
    func transactionError() {
        #expect(Verdict(server("23505"), commitSent: true) == .failed)
        #expect(Verdict(server("25006"), commitSent: true) == .failed)
    }

    @Test(
        "a session that ended under the commit leaves its outcome open",
        arguments: ["57P01", "57P02", "08P01", "08006"])
    func sessionError(state: String) {
        #expect(Verdict(server(state), commitSent: true) == .unknown)
    }

    @Test("a connection lost under the commit leaves its outcome open")
    func lostConnection() {
        #expect(Verdict(.connectionLost("gone"), commitSent: true) == .unknown)
        #expect(Verdict(.cancelled, commitSent: true) == .unknown)
    }
}
