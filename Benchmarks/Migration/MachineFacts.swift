import Foundation
import ServerTestKit

/// Where and with what the figures were measured.
struct MachineFacts: Sendable {
    private let programs: Programs
    private let size: BenchmarkSize.Name

    init(_ programs: Programs, _ size: BenchmarkSize.Name) {
        self.programs = programs
        self.size = size
    }

    var title: String {
        get async {
            let servers = [13, 15, 17, 18].compactMap { ServerInstallation.find($0)?.version }
                .map { "\($0)" }
            var versions = ["PostgreSQL \(servers.joined(separator: ", "))"]
            if let pooler = PoolerInstallation.find() {
                versions.append("PgBouncer \(pooler.major).\(pooler.minor)")
            }
            versions.append(await pgcopydb)
            return """
                \(size.rawValue) run of \(date), \(machine)
                \(versions.joined(separator: ", "))
                """
        }
    }

    private var date: String {
        let all = Date().formatted(.iso8601.year().month().day())
        return all
    }

    private var machine: String {
        let cores = ProcessInfo.processInfo.activeProcessorCount
        let memory = ProcessInfo.processInfo.physicalMemory >> 30
        let processor = line("model name", in: "/proc/cpuinfo") ?? "unknown processor"
        return "\(cores) cores (\(processor)), \(memory) GiB, "
            + ProcessInfo.processInfo.operatingSystemVersionString
    }

    private var pgcopydb: String {
        get async {
            guard let program = programs.pgcopydb else { return "no pgcopydb" }
            let said = try? await Command(program, ["--version"]).run().output
            let numbers = said?.split(whereSeparator: \.isWhitespace).first {
                $0.contains(".") && $0.first?.isNumber == true && !$0.contains(":")
            }
            return "pgcopydb \(numbers ?? "?")"
        }
    }

    private func line(_ key: String, in file: String) -> String? {
        let text = FileManager.default.contents(atPath: file).map {
            String(decoding: $0, as: UTF8.self)
        }
        return text?.split(separator: "\n").first { $0.hasPrefix(key) }?
            .split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) }
    }
}
