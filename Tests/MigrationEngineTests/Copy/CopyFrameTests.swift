import PostgresClient
import Testing

@testable import MigrationEngine

@Suite("CopyFrame: the rows of what a server sends")
struct CopyFrameTests {
    private let row: [UInt8] = [0, 1, 0, 0, 0, 1, 65]

    private func rows(
        _ messages: [[UInt8]], isBinary: Bool = true
    ) throws(PostgresError) -> [[UInt8]] {
        var frame = CopyFrame(isBinary: isBinary)
        var found: [[UInt8]] = []
        for message in messages {
            let outcome = message.withUnsafeBytes { bytes in
                Result(catching: { () throws(PostgresError) in Array(try frame.rows(in: bytes)) })
            }
            found.append(try outcome.get())
        }
        return found
    }

    @Test("leaves out the header before the first row, and the trailer")
    func binary() throws {
        let found = try rows([CopyFrame.header + row, row, CopyFrame.trailer])
        #expect(found == [row, row, []])
    }

    @Test("finds nothing in an empty table, and takes a header that comes alone")
    func empty() throws {
        #expect(try rows([CopyFrame.header + CopyFrame.trailer]) == [[]])
        #expect(try rows([CopyFrame.header, row, CopyFrame.trailer]) == [[], row, []])
    }

    @Test("leaves text as it is")
    func text() throws {
        let lines = [Array("1\tPGCOPY\n".utf8), [0xff, 0xff], []]
        #expect(try rows(lines, isBinary: false) == lines)
    }

    @Test(
        "takes nothing for rows that begins with no header, or with one it does not know",
        arguments: [
            [], [0, 1], CopyFrame.trailer, Array(CopyFrame.header.dropLast()),
            Array(CopyFrame.header.dropLast()) + [4, 1, 2, 3, 4],
        ] as [[UInt8]])
    func foreign(_ message: [UInt8]) {
        #expect(throws: PostgresError.self) { try rows([message]) }
    }
}
