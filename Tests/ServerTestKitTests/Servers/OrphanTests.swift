import FoundationEssentials
import Glibc
import Testing

@testable import ServerTestKit

/// Goal: nothing is left behind by a process that could not clean up.
/// Method: a process of its own starts a server and a pooler and is killed with -9.
@Suite("Orphans: what a killed process leaves behind")
struct OrphanTests {
    @Test(
        "no server, no pooler and no folder",
        .enabled(if: hasServerAndPooler, "not run: no PostgreSQL 15 or no PgBouncer"))
    func killedParent() async throws {
        let result = await #expect(
            processExitsWith: .signal(SIGKILL), observing: [\.standardOutputContent]
        ) {
            let server = try TemporaryServer(ServerSetup(try ServerInstallation.require(15)))
            try await server.start()
            let pooler = try TemporaryPooler(
                PoolerSetup(try PoolerInstallation.require(), routes: []))
            try await pooler.start()
            print("folder \(server.folder)")
            print("folder \(pooler.folder)")
            fflush(nil)
            kill(getpid(), SIGKILL)
        }
        let output = String(decoding: result?.standardOutputContent ?? [], as: UTF8.self)
        let folders = output.split(separator: "\n").filter { $0.hasPrefix("folder ") }
            .map { String($0.dropFirst("folder ".count)) }
        #expect(folders.count == 2)
        for folder in folders {
            #expect(waitFor(.seconds(120)) { isGone(folder) ? true : nil } == true)
            #expect(processes(workingIn: folder, running: "pgbouncer").isEmpty)
            #expect(processes(workingIn: folder + "/data", running: "postgres").isEmpty)
        }
    }
}

private func isGone(_ folder: String) -> Bool {
    !FileManager.default.fileExists(atPath: folder)
}
