import PostgresClient
import Testing

@testable import MigrationEngine

/// Goal: every row reaches exactly one writer, and nobody waits for somebody who is gone.
/// Method: one that reads and several that write, each on a thread of its own as in a copy.
@Suite("RowStream: one reads, several write", .timeLimit(.minutes(1)))
struct RowStreamTests {
    /// Blocks its own thread, as a worker does, and not those of the other tests.
    private actor Blocking {
        private let thread = SessionThread("stream")
        nonisolated var unownedExecutor: UnownedSerialExecutor {
            thread.asUnownedSerialExecutor()
        }

        func takeAll(of stream: RowStream) throws(PostgresError) -> [UInt8] {
            var taken: [UInt8] = []
            while let rows = try stream.pop() { taken += rows }
            return taken
        }

        func give(_ batches: [[UInt8]], to stream: RowStream) throws(PostgresError) {
            for batch in batches { try stream.push(batch) }
        }
    }

    private let refused = PostgresError.connectionLost("the target went away")

    @Test("hands every batch to one writer, in all as many as were read")
    func once() async throws {
        let stream = RowStream()
        let batches = (0..<500).map { [UInt8](repeating: UInt8($0 % 251), count: 10_000) }
        async let given: Void = Blocking().give(batches, to: stream)
        async let first = Blocking().takeAll(of: stream)
        async let second = Blocking().takeAll(of: stream)
        async let third = Blocking().takeAll(of: stream)
        try await given
        stream.end()
        let taken = try await first + second + third
        #expect(taken.sorted() == batches.flatMap { $0 }.sorted())
    }

    @Test("waits with what its writers have no room for, and passes a row larger than that")
    func bounded() async throws {
        let stream = RowStream()
        let large = [UInt8](repeating: 1, count: 5 << 20)
        async let given: Void = Blocking().give([large, large, [2]], to: stream)
        try await Task.sleep(for: .milliseconds(50))
        #expect(try stream.pop()?.count == large.count)
        #expect(try stream.pop()?.count == large.count)
        try await given
        #expect(try stream.pop() == [2])
        stream.end()
        #expect(try stream.pop() == nil)
    }

    @Test("tells everybody who waits that it failed, and why")
    func failing() async throws {
        let stream = RowStream()
        let batch = [UInt8](repeating: 1, count: 3 << 20)
        let reader = Task { try await Blocking().give([batch, batch], to: stream) }
        try await Task.sleep(for: .milliseconds(50))
        stream.fail(refused)
        await #expect(throws: refused) { try await reader.value }
        #expect(throws: refused) { try stream.pop() }
        #expect(throws: refused) { try stream.push([1]) }
    }

    @Test("wakes writers that wait for rows when the reader fails")
    func readerFails() async throws {
        let stream = RowStream()
        let writer = Task { try await Blocking().takeAll(of: stream) }
        try await Task.sleep(for: .milliseconds(50))
        stream.fail(refused)
        await #expect(throws: refused) { try await writer.value }
    }

    @Test("keeps nobody waiting whose program is to end")
    func cancelled() async throws {
        let stream = RowStream()
        let writer = Task { try await Blocking().takeAll(of: stream) }
        try await Task.sleep(for: .milliseconds(50))
        writer.cancel()
        await #expect(throws: PostgresError.cancelled) { try await writer.value }
    }

    @Test("has failed for nobody who comes when all rows are taken")
    func late() throws {
        let stream = RowStream()
        stream.end()
        stream.fail(refused)
        #expect(try stream.pop() == nil)
    }
}
