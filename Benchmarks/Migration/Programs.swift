import Diagnostics
import Foundation

/// The programs that are measured, where this machine has them.
struct Programs: Sendable {
    let apus: String
    let pgcopydb: String?
    /// The folder with switchovers written by hand; nil where it is missing.
    let scripts: String?

    static func find(apus named: String?) throws -> Programs {
        let environment = ProcessInfo.processInfo.environment
        let own = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        let sibling = own.deletingLastPathComponent().appendingPathComponent("apus").path
        let apus = named ?? environment["APUS_PROGRAM"] ?? sibling
        guard isExecutable(apus) else {
            throw Diagnostic(
                .error, "benchmark.no-program", "\(apus) is not there",
                hint:
                    "Build it: swift build -c release --static-swift-stdlib --product apus; or name it with --program."
            )
        }
        return Programs(
            apus: apus, pgcopydb: pgcopydb(environment), scripts: scripts(environment))
    }

    private static func pgcopydb(_ environment: [String: String]) -> String? {
        let caches = [environment["APUS_SERVERS"], "/var/cache/apus/servers"].compactMap { $0 }
        let path = (environment["PATH"] ?? "").split(separator: ":").map { "\($0)/pgcopydb" }
        // Debian 12's own does not know the servers from 16 on.
        return (caches.map { "\($0)/pgcopydb/usr/bin/pgcopydb" } + path).first(where: isExecutable)
    }

    private static func scripts(_ environment: [String: String]) -> String? {
        let places = [environment["APUS_SCRIPTS"], "../shared/postgres"].compactMap { $0 }
        return places.first { isExecutable($0 + "/switch-naive") }
            .map { URL(fileURLWithPath: $0).standardizedFileURL.path }
    }
}

func isExecutable(_ path: String) -> Bool { FileManager.default.isExecutableFile(atPath: path) }
