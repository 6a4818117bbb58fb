import Foundation
import MigrationCore
import MigrationEngine
import Synchronization

/// Shows progress: one line that is drawn over on a terminal, a plain line every ten seconds
/// elsewhere, or one JSON object a line.
final class ProgressPrinter: ProgressSink {
    private struct State {
        var phase = ""
        var since = ContinuousClock.now
        var copy: CopyProgress?
        var copySince = ContinuousClock.now
        var built: (done: Int, of: Int)?
        var lag: UInt64?
        var verified: (tables: Int, of: Int, rows: Int64)?
        var lastShown: ContinuousClock.Instant?
        /// Lines that stand on the terminal and will be drawn over.
        var drawn = 0
        var large: [LargeTable] = []
        var ticker: Task<Void, Never>?
    }

    private struct LargeTable {
        let name: String
        var bytes: Int64
        let total: Int64
        var isDone: Bool { bytes >= total }
    }

    private let format: OutputFormat
    private let migration: String
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private let state = Mutex(State())

    init(format: OutputFormat, migration: String) {
        self.format = format
        self.migration = migration
        let ticker = Task.detached(priority: .background) { [weak self] in
            while !Task.isCancelled {
                try? await Task.sleep(for: .milliseconds(200))
                self?.tick()
            }
        }
        state.withLock { $0.ticker = ticker }
    }

    func end() {
        state.withLock { state in
            state.ticker?.cancel()
            clear(&state)
        }
    }

    func report(_ event: ProgressEvent) {
        if format == .jsonl { return printLine(json(event)) }
        state.withLock { take(event, &$0) }
    }

    // MARK: Lines

    private func take(_ event: ProgressEvent, _ state: inout State) {
        switch event {
        case .phase(let name):
            guard name != state.phase else { return }
            state.phase = name
            state.since = .now
            if name == "copy", state.copy == nil { state.copySince = .now }
            say("\(migration): \(name)", &state)
        case .note(let text): say("\(migration): \(text)", &state)
        case .warning(let text): say("warning: \(text)", &state)
        case .copy(let progress): state.copy = progress
        case .built(let done, let total): state.built = (done, total)
        case .lag(let bytes): state.lag = bytes
        case .verified(let tables, let total, let rows): state.verified = (tables, total, rows)
        case .table(let name, let bytes, let total):
            state.large.removeAll { $0.name == name }
            state.large.append(LargeTable(name: name, bytes: bytes, total: total))
        case .step: break
        }
    }

    private func say(_ text: String, _ state: inout State) {
        clear(&state)
        printError(text)
        state.lastShown = .now
    }

    private func clear(_ state: inout State) {
        guard state.drawn > 0 else { return }
        let up = state.drawn > 1 ? "\u{1B}[\(state.drawn - 1)A" : ""
        FileHandle.standardError.write(Data("\r\(up)\u{1B}[J".utf8))
        state.drawn = 0
    }

    private func tick() {
        guard format != .jsonl else { return }
        state.withLock { state in
            guard !state.phase.isEmpty else { return }
            if isTerminal {
                draw(&state)
            } else if state.lastShown.map({ .now - $0 > .seconds(10) }) ?? true {
                printError(line(state))
                state.lastShown = .now
            }
        }
    }

    /// The phase's line, and under it one for each large table that is on its way.
    private func draw(_ state: inout State) {
        clear(&state)
        var lines = [line(state)]
        if state.phase == "copy" {
            lines += state.large.filter { !$0.isDone }.suffix(6).map { table in
                "  \(bar(Int(table.bytes >> 10), Int(table.total >> 10)))  \(table.name)  "
                    + "\(ByteCount(table.bytes)) of about \(ByteCount(table.total))"
            }
        }
        let width = terminalWidth
        let text = lines.map { String($0.prefix(width)) }.joined(separator: "\n")
        FileHandle.standardError.write(Data(text.utf8))
        state.drawn = lines.count
    }

    /// A line that wraps could not be drawn over.
    private var terminalWidth: Int {
        var size = winsize()
        let known = ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 10
        return known ? Int(size.ws_col) - 1 : 79
    }

    private func line(_ state: State) -> String {
        let elapsed = (ContinuousClock.now - state.since).readable
        switch state.phase {
        case "copy": return state.copy.map { copyLine($0, state) } ?? "copy  \(elapsed)"
        case "build":
            return state.built.map { "build  \(bar($0, $1))  \($0) of \($1)  \(elapsed)" }
                ?? "build  \(elapsed)"
        case "catch up":
            return "catch up  lag \(ByteCount(Int64(state.lag ?? 0)))  \(elapsed)"
        case "verify":
            return state.verified.map {
                "verify  \(bar($0, $1))  \($0) of \($1) tables, \($2) rows  \(elapsed)"
            }
                ?? "verify  \(elapsed)"
        default: return "\(state.phase)  \(elapsed)"
        }
    }

    private func copyLine(_ copy: CopyProgress, _ state: State) -> String {
        let elapsed = (ContinuousClock.now - state.copySince).seconds
        let rate = elapsed > 0 ? Double(copy.bytes) / elapsed : 0
        let left = rate > 0 ? Double(max(0, copy.bytesTotal - copy.bytes)) / rate : 0
        return "copy  \(bar(Int(copy.bytes >> 10), Int(copy.bytesTotal >> 10)))  "
            + "\(copy.tables)/\(copy.tablesTotal) tables  \(ByteCount(copy.bytes))  "
            + "\(ByteCount(Int64(rate)))/s  \(Duration.seconds(left).readable) left  "
            + "\(copy.rows) rows"
    }

    private func bar(_ done: Int, _ total: Int) -> String {
        let filled = total > 0 ? min(20, 20 * done / total) : 0
        return "[" + String(repeating: "#", count: filled)
            + String(repeating: ".", count: 20 - filled) + "]"
    }

    // MARK: JSON lines

    private func json(_ event: ProgressEvent) -> String {
        var object: [String: Any] = [
            "time": ISO8601DateFormatter().string(from: Date()), "migration": migration,
        ]
        for (key, value) in fields(event) { object[key] = value }
        let data = try? JSONSerialization.data(withJSONObject: object, options: [.sortedKeys])
        return data.map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }

    private func fields(_ event: ProgressEvent) -> [String: Any] {
        switch event {
        case .phase(let name): ["type": "phase", "name": name]
        case .note(let text): ["type": "note", "text": text]
        case .warning(let text): ["type": "warning", "text": text]
        case .copy(let copy):
            [
                "type": "copy", "tables": copy.tables, "tables_total": copy.tablesTotal,
                "rows": copy.rows, "bytes": copy.bytes, "bytes_total": copy.bytesTotal,
            ]
        case .table(let name, let bytes, let total):
            ["type": "table", "table": name, "bytes": bytes, "bytes_total": total]
        case .built(let done, let total): ["type": "build", "done": done, "total": total]
        case .lag(let bytes): ["type": "lag", "bytes": Int(bytes)]
        case .verified(let tables, let total, let rows):
            ["type": "verify", "tables": tables, "tables_total": total, "rows": rows]
        case .step(let name, let seconds): ["type": "step", "name": name, "seconds": seconds]
        }
    }
}
