import Foundation

/// What /proc says of one process.
struct ProcessFacts {
    let pid: Int32
    let parent: Int32
    /// Seconds of processor time of its own, and of children that it has waited for.
    let own: Double
    let collected: Double

    init?(_ pid: Int32) {
        guard let text = contents("/proc/\(pid)/stat"), let end = text.lastIndex(of: ")") else {
            return nil
        }
        let fields = text[text.index(after: end)...].split(separator: " ")
        guard fields.count > 15, let parent = Int32(fields[1]) else { return nil }
        func seconds(_ index: Int) -> Double { (Double(fields[index]) ?? 0) / ticks }
        self.pid = pid
        self.parent = parent
        own = seconds(11) + seconds(12)
        collected = seconds(13) + seconds(14)
    }

    static var all: [ProcessFacts] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { Int32($0) }.compactMap { ProcessFacts($0) }
    }

    /// A process and everything under it.
    static func tree(of root: Int32) -> [ProcessFacts] {
        let all = all
        var found = Set([root])
        var before = 0
        while found.count != before {
            before = found.count
            found.formUnion(all.filter { found.contains($0.parent) }.map(\.pid))
        }
        return all.filter { found.contains($0.pid) }
    }
}

/// Seconds of processor time that a server has taken since it was started, sessions that are over
/// included.
func processorTime(ofServer postmaster: Int32) -> Double {
    ProcessFacts.tree(of: postmaster).reduce(0) {
        $0 + $1.own + ($1.pid == postmaster ? $1.collected : 0)
    }
}

/// Megabytes that a program has had at most.
///
/// The kernel keeps a program's peak itself, so it is enough to ask now and then; whoever measures
/// must not take the processor from those who are measured.
func peakMemory(of pid: Int32) -> Double { kilobytes("VmHWM:", "status", pid) / 1024 }

private let ticks = Double(sysconf(Int32(_SC_CLK_TCK)))

private func contents(_ path: String) -> String? {
    FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
}

private func kilobytes(_ key: String, _ file: String, _ pid: Int32) -> Double {
    guard let text = contents("/proc/\(pid)/\(file)"),
        let line = text.split(separator: "\n").first(where: { $0.hasPrefix(key) })
    else { return 0 }
    return line.split(separator: " ").dropFirst().first.flatMap { Double($0) } ?? 0
}

extension Duration {
    var inSeconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds) + Double(attoseconds) / 1e18
    }
}
