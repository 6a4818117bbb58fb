import Foundation
import Glibc
package import MigrationCore
package import PostgresClient
import Synchronization

/// The record of every statement that changed a server, in a file of the state folder.
///
/// Each statement is in the file before the next one is sent, so that a killed program leaves a
/// record too. It is written without waiting for the disk, and what cannot be written is passed
/// over: a record must not stop a migration. Secrets are taken out before anything is kept.
package final class StatementLog: Sendable {
    package static let file = "statements.jsonl"

    private struct State {
        var handle: FileHandle?
        var bytes = 0
        var omitted = 0
        /// Places with statements whose position of the log has yet to be read.
        var unplaced: Set<String> = []
    }

    private let folder: StateFolder
    private let limit: Int
    private let state = Mutex(State())

    /// - Parameter limit: bytes of the file; what comes later is only counted.
    package init(folder: StateFolder, limit: Int = 32 << 20) {
        self.folder = folder
        self.limit = limit
    }

    /// - Parameter place: `source`, `target` or `pooler`.
    package func observer(
        _ place: String, database: String?, session: String
    ) -> StatementObserver {
        { [self] seen in
            guard isChange(seen, place) else { return }
            take(
                StatementRecord(
                    at: seen.began, place: place, database: database, session: session,
                    milliseconds: seen.seconds * 1000,
                    statement: concealed(seen.sql) + shown(seen.parameters),
                    failure: seen.failure.map { concealed($0, limit: 500) }))
        }
    }

    /// What a program of PostgreSQL's did to a server in our name.
    package func noting<Answer>(
        _ program: String, place: String, database: String, _ work: () async throws -> Answer
    ) async rethrows -> Answer {
        let began = Date().timeIntervalSince1970
        defer {
            take(
                StatementRecord(
                    at: began, place: place, database: database, session: "program",
                    milliseconds: (Date().timeIntervalSince1970 - began) * 1000,
                    statement: program, failure: nil))
        }
        return try await work()
    }

    /// Takes up the statements at a place whose position of the log is not known yet.
    ///
    /// - Returns: what to say to ``reached(_:at:through:)``; nil when there are none.
    package func mark(_ place: String) -> Int? {
        state.withLock { state in
            if state.handle == nil {
                guard folder.holds(Self.file) else { return nil }
                // An earlier run may have been killed before it could ask.
                open(&state)
            }
            guard state.unplaced.remove(place) != nil else { return nil }
            return (try? state.handle?.seekToEnd()).map { Int($0) }
        }
    }

    /// A position that was asked for after ``mark(_:)``; nil when there was no answer.
    package func reached(_ position: LSN?, at place: String, through mark: Int) {
        state.withLock { state in
            if let position {
                append(.position(place: place, through: mark, position), &state, always: true)
            } else {
                state.unplaced.insert(place)
            }
        }
    }

    package func close() {
        state.withLock { state in
            if state.omitted > 0 { append(.omitted(state.omitted), &state, always: true) }
            state.omitted = 0
            try? state.handle?.close()
            state.handle = nil
        }
    }

    private func take(_ record: StatementRecord) {
        state.withLock { state in
            append(.statement(record), &state)
            if record.place != Self.pooler { state.unplaced.insert(record.place) }
        }
    }

    static let pooler = "pooler"

    /// A pooler's console knows other words than a server.
    private func isChange(_ seen: ObservedStatement, _ place: String) -> Bool {
        if place == Self.pooler { return !seen.sql.hasPrefix("SHOW") }
        guard changesServer(seen.sql) else { return false }
        // What found nothing to do did nothing.
        return seen.answer.map { !$0.tag.hasSuffix(" 0") && !$0.countsNothing } ?? true
    }

    private func append(_ line: RecordLine, _ state: inout State, always: Bool = false) {
        guard let data = try? JSONEncoder().encode(line) else { return }
        guard always || state.bytes + data.count < limit else {
            if case .statement = line { state.omitted += 1 }
            return
        }
        if state.handle == nil { open(&state) }
        try? state.handle?.write(contentsOf: data + Data("\n".utf8))
        state.bytes += data.count + 1
    }

    private func open(_ state: inout State) {
        guard (try? folder.create()) != nil else { return }
        let path = folder.file(Self.file)
        let number = Glibc.open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
        guard number >= 0 else { return }
        let handle = FileHandle(fileDescriptor: number, closeOnDealloc: true)
        state.bytes = Int((try? handle.seekToEnd()) ?? 0)
        state.handle = handle
        if state.bytes > 0 { state.unplaced.formUnion(Side.allCases.map(\.rawValue)) }
    }
}

extension Rows {
    /// The answer of a statement that counts what it did.
    fileprivate var countsNothing: Bool { columns == ["count"] && single == "0" }
}

private func shown(_ parameters: [String?]) -> String {
    guard !parameters.isEmpty else { return "" }
    let values = parameters.enumerated().map { number, value in
        "$\(number + 1) = " + (value.map { sql(literal: String($0.prefix(200))) } ?? "NULL")
    }
    return "  -- " + values.joined(separator: ", ")
}

// MARK: Reading

/// What the file holds, put together.
package struct StatementHistory: Sendable {
    package var records: [StatementRecord] = []
    /// How many did not fit into the file.
    package var omitted = 0

    package static func read(_ folder: StateFolder) -> StatementHistory {
        StatementHistory(parsing: folder.read(StatementLog.file) ?? "")
    }

    /// A line that was cut short by a crash is passed over.
    package init(parsing text: String) {
        let decoder = JSONDecoder()
        var waiting: [String: [(offset: Int, index: Int)]] = [:]
        var offset = 0
        for line in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        {
            switch try? decoder.decode(RecordLine.self, from: Data(line)) {
            case .statement(let record):
                waiting[record.place, default: []].append((offset, records.count))
                records.append(record)
            case .position(let place, let end, let position):
                for (start, index) in waiting[place] ?? [] where start < end {
                    records[index].logPosition = position
                }
                waiting[place]?.removeAll { $0.offset < end }
            case .omitted(let count): omitted += count
            case nil: break
            }
            offset += line.count + 1
        }
    }
}
